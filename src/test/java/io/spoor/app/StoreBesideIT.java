// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.SpoorProcess;
import io.spoor.model.TraceId;
import io.vertx.core.json.JsonArray;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The store's commands beside a process that takes spans, and folders that no store can use. */
class StoreBesideIT {
  private static final int SPANS = 10;
  private static final String ALL = "/api/traces?service=exporter&limit=1000000&start=0";

  @TempDir private Path folder;

  @Test
  void everyReadingCommandWorksBesideAProcessUnderLoad_andBackupAndExportComeBack()
      throws Exception {
    Path export = folder.resolve("all.jsonl");
    Set<TraceId> before;
    try (SpoorProcess spoor =
            SpoorProcess.with(
                    "storage.segment.head.maxBytes=256KiB", "storage.segment.merge.fanIn=2")
                .in(folder)
                .start();
        HttpExporters clients =
            new HttpExporters(spoor.url("receiver.otlp.http", "/v1/traces"), 1, SPANS, 20)) {
      clients.start(1);
      QueryClient query = new QueryClient(spoor);
      Awaitility.await().until(() -> query.metric("spoor_segment_merged_spans_total") > 0);
      before = Set.copyOf(clients.acknowledged);

      assertThat(store("verify")).contains("sound");
      assertThat(store("inspect")).contains("default");
      store("backup", folder.resolve("copy").toString());
      assertThat(store("verify", "--path=" + folder.resolve("copy"))).contains("sound");
      store("export", "--output=" + export);

      assertThat(spoor.isAlive()).isTrue();
      clients.stop();
      clients.await();
      assertThat(clients.unexpected).isEmpty();
      assertThat(found(spoor)).containsAll(hex(clients.acknowledged));
    }

    store("import", "--path=" + folder.resolve("imported"), export.toString());
    store("import", "--path=" + folder.resolve("imported"), export.toString());
    for (String copy : List.of("copy", "imported")) {
      try (SpoorProcess spoor =
          SpoorProcess.with("storage.segment.path=" + copy).in(folder).start()) {
        assertThat(found(spoor)).as(copy).containsAll(hex(before));
      }
    }
  }

  /** Runs a command in this process, on the folder of the other one unless told otherwise. */
  private String store(String command, String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
    List<String> words = new ArrayList<>(List.of("store", command));
    if (Stream.of(arguments).noneMatch(argument -> argument.startsWith("--path"))) {
      words.add("--path=" + folder.resolve("data"));
    }
    words.addAll(List.of(arguments));
    int status = line.execute(words.toArray(String[]::new));
    assertThat(status).as(command + "\n" + out).isEqualTo(ExitStatus.OK);
    return out.toString();
  }

  /** The ids of all traces that a search finds, each of which must be whole and there once. */
  private static Set<String> found(SpoorProcess spoor) {
    JsonArray traces = new QueryClient(spoor).data(ALL);
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < traces.size(); i++) {
      assertThat(ids.add(traces.getJsonObject(i).getString("traceID"))).isTrue();
      assertThat(traces.getJsonObject(i).getJsonArray("spans").size()).isEqualTo(SPANS);
    }
    return ids;
  }

  private static Set<String> hex(Iterable<TraceId> ids) {
    Set<String> hex = new HashSet<>();
    ids.forEach(id -> hex.add(id.toHex()));
    return hex;
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "file/below", "/proc/spoor"})
  void aFolderThatCannotBeWritten_isNamedAndNothingStarts(String path) throws Exception {
    Files.writeString(folder.resolve("file"), "not a folder");
    try (SpoorProcess spoor =
        SpoorProcess.with()
            .in(folder)
            .run(List.of("--set=storage.segment.path=" + path, "--set=admin.port=0"))) {
      assertThat(spoor.exitStatus()).isEqualTo(ExitStatus.FAILED);
      assertThat(spoor.logText())
          .contains("Spoor could not start")
          .contains(path)
          .doesNotContain("\tat ");
    }
    assertThat(folder.resolve("file")).hasContent("not a folder");
  }
}
