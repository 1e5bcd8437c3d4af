// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;
import io.spoor.storage.segment.tool.OtlpFormat;
import io.spoor.storage.segment.tool.OtlpOutput;
import io.spoor.storage.segment.tool.SpanSink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StoreCommandTest {
  private static final int TRACES = 30;
  private static final int SPANS = TRACES * TestSpans.shop().size();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private String data = "";

  @BeforeEach
  void name() {
    data = folder.resolve("data").toString();
  }

  @Test
  void importCanBeRepeated() throws IOException {
    Path file = shops(OtlpFormat.JSON);

    assertThat(run("import", file.toString())).isEqualTo(ExitStatus.OK);
    assertThat(out.toString()).contains(SPANS + " spans imported, 0 copies");
    assertThat(run("import", file.toString())).isEqualTo(ExitStatus.OK);
    assertThat(exported("--format=json").stream().distinct()).hasSize(SPANS);
    assertThat(run("verify")).isEqualTo(ExitStatus.OK);
  }

  @Test
  void exportAndImportIntoAnotherFolderGiveTheSame() throws IOException {
    run("import", shops(OtlpFormat.PROTO).toString());
    List<String> before = exported("--format=proto");
    Path file = folder.resolve("all");
    assertThat(run("export", "--format=proto", "--output=" + file)).isEqualTo(ExitStatus.OK);

    data = folder.resolve("other").toString();
    assertThat(run("import", file.toString())).isEqualTo(ExitStatus.OK);

    assertThat(exported("--format=json")).isEqualTo(before);
  }

  @Test
  void exportGivesTheTracesThatAreAskedFor() throws IOException {
    run("import", shops(OtlpFormat.JSON).toString());
    int spans = TestSpans.shop().size();

    assertThat(exported("--trace-id=0000000000005b0c0000000000000003")).hasSize(spans);
    assertThat(exported("--service=cart", "--attribute=cart.items=3", "--operation=GET cart"))
        .hasSize(SPANS);
    assertThat(exported("--service=cart", "--start=2026-11-20T12:00:10Z")).hasSize(20 * spans);
    assertThat(exported("--service=cart", "--end=2026-11-20T12:00:09.5Z")).hasSize(10 * spans);
    assertThat(exported("--service=nobody")).isEmpty();
  }

  @Test
  void inspectVerifyAndBackupShowTheSameSpans() throws IOException {
    run("import", shops(OtlpFormat.JSON).toString());
    String backup = folder.resolve("backup").toString();

    assertThat(run("inspect")).isEqualTo(ExitStatus.OK);
    assertThat(run("inspect", "--json")).isEqualTo(ExitStatus.OK);
    assertThat(out.toString()).contains("logBytes");
    assertThat(run("verify")).isEqualTo(ExitStatus.OK);
    assertThat(out.toString()).contains("sound");
    assertThat(run("backup", backup)).isEqualTo(ExitStatus.OK);
    List<String> original = exported("--format=json");
    data = backup;
    assertThat(run("verify")).isEqualTo(ExitStatus.OK);
    assertThat(exported("--format=json")).isEqualTo(original).hasSize(SPANS);
  }

  @Test
  void verifyEndsWithOneWhenABlockIsDamaged() throws IOException {
    Path blocks = Files.createDirectories(folder.resolve("data/tenants/default"));
    Files.write(blocks.resolve("0000000000000001.block"), new byte[100]);

    assertThat(run("verify")).isEqualTo(ExitStatus.FAILED);
    assertThat(out.toString()).contains("DAMAGED", "0000000000000001.block");
    assertThat(run("inspect")).isEqualTo(ExitStatus.FAILED);
  }

  @Test
  void aFolderWithoutAStoreIsToldInALine() {
    for (String command : List.of("inspect", "verify", "export")) {
      assertThat(run(command)).isEqualTo(ExitStatus.FAILED);
    }
    assertThat(run("backup", folder.resolve("backup").toString())).isEqualTo(ExitStatus.FAILED);
    assertThat(err.toString()).contains("holds no store").doesNotContain("Exception");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void wrongOptionsEndWithTwo() {
    assertThat(run("export", "--trace-id=xyz")).isEqualTo(ExitStatus.USAGE);
    assertThat(run("export", "--trace-id=" + "0".repeat(31) + "1", "--service=a"))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(run("export", "--tenant=../etc")).isEqualTo(ExitStatus.USAGE);
    assertThat(run("export", "--start=yesterday")).isEqualTo(ExitStatus.USAGE);
    assertThat(run("import", "--tenant=../etc")).isEqualTo(ExitStatus.USAGE);
  }

  private int run(String command, String... arguments) {
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return line.execute(
        Stream.concat(Stream.of("store", command, "--path=" + data), Stream.of(arguments))
            .toArray(String[]::new));
  }

  /** A second between the starts of two traces; the first starts at 12:00. */
  private Path shops(OtlpFormat format) throws IOException {
    Path file = folder.resolve("shops." + format);
    try (OutputStream stream = Files.newOutputStream(file)) {
      SpanSink sink = OtlpOutput.to(stream, format);
      for (int trace = 0; trace < TRACES; trace++) {
        SpanBatch batch = TestSpans.shop(trace + 1, TestSpans.START + trace * 1_000_000_000L);
        sink.accept(batch);
      }
    }
    return file;
  }

  /** Each span of an export by its ids, ordered. */
  private List<String> exported(String... options) throws IOException {
    Path file = folder.resolve("export-" + System.nanoTime());
    String[] all =
        Stream.concat(Stream.of("--output=" + file), Stream.of(options)).toArray(String[]::new);
    assertThat(run("export", all)).isEqualTo(ExitStatus.OK);
    List<String> spans = new java.util.ArrayList<>();
    try (java.io.InputStream in = Files.newInputStream(file)) {
      var input = io.spoor.storage.segment.tool.OtlpInput.detect(in);
      for (var next = input.next(); next.isPresent(); next = input.next()) {
        io.spoor.storage.StoredSpan.allOf(next.get().batch())
            .forEach(span -> spans.add(span.toString()));
      }
    }
    spans.sort(Comparator.naturalOrder());
    return spans;
  }
}
