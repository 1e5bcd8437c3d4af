// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A million of something fits into a heap of 512 MiB, all of it is kept, and found; {@code
 * -Dtests.millions=true} for more of them.
 */
class MillionsTest {
  @ParameterizedTest
  @ValueSource(strings = {"spans", "services"})
  void aMillionIsWrittenSealedMergedAndRead(String what, @TempDir Path folder) throws Exception {
    run(what, folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"keys", "operations"})
  @EnabledIfSystemProperty(named = "tests.millions", matches = "true")
  void anotherMillionIsWrittenSealedMergedAndRead(String what, @TempDir Path folder)
      throws Exception {
    run(what, folder);
  }

  private static void run(String what, Path folder) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                Millions.class.getName(),
                what,
                folder.toString())
            .redirectErrorStream(true)
            .start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
