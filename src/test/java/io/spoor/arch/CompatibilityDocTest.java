// SPDX-License-Identifier: Apache-2.0
package io.spoor.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/compatibility.md to its word: what is said to be there is shown by a test that is. */
class CompatibilityDocTest {
  private static final Pattern TEST =
      Pattern.compile("`([A-Za-z0-9/]+(?:Test|IT|Contract))(?:#([A-Za-z0-9_]+))?`");

  private final List<Path> tests = new ArrayList<>();
  private final List<String[]> rows = new ArrayList<>();

  CompatibilityDocTest() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      files.filter(file -> file.toString().endsWith(".java")).forEach(tests::add);
    }
    for (String line : Files.readAllLines(Path.of("docs/compatibility.md"))) {
      if (line.startsWith("| ") && !line.startsWith("| what |")) {
        rows.add(line.split("(?<!\\\\)\\|", -1));
      }
    }
  }

  @Test
  void everyRow_hasThreeCells() {
    assertThat(rows).hasSizeGreaterThan(100).allSatisfy(row -> assertThat(row).hasSize(5));
  }

  @Test
  void everyTestThatIsNamed_exists() throws IOException {
    for (String[] row : rows) {
      Matcher named = TEST.matcher(row[3]);
      while (named.find()) {
        Path file = file(named.group(1));
        if (named.group(2) != null) {
          assertThat(Files.readString(file))
              .as(named.group())
              .contains("void " + named.group(2) + "(");
        }
      }
      assertThat(row[3].replaceAll(TEST.pattern(), "").replace(",", "")).as(row[1]).isBlank();
    }
  }

  private Path file(String name) {
    List<Path> found = tests.stream().filter(file -> file.endsWith(name + ".java")).toList();
    assertThat(found).as(name).isNotEmpty();
    return found.get(0);
  }

  @Test
  void whatIsThere_isShown() {
    for (String[] row : rows) {
      if (row[2].strip().startsWith("yes")) {
        assertThat(TEST.matcher(row[3]).find()).as(row[1]).isTrue();
      }
    }
  }
}
