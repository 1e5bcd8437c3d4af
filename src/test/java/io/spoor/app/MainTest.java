// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.config.ConfigLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void version_isDevelopmentOutsideTheJar() {
    assertThat(run("version")).isEqualTo(ExitStatus.OK);
    assertThat(out.toString()).startsWith("spoor development").contains("java ");
    assertThat(run("--version")).isEqualTo(ExitStatus.OK);
  }

  @Test
  void help_namesCommandsOptionsAndExitStatuses() {
    assertThat(run("--help")).isEqualTo(ExitStatus.OK);
    assertThat(out.toString())
        .contains("--config=FILE", "--set=KEY=VALUE", "config", "version", "Exit status");
  }

  @Test
  void wrongCommandLineEndsWithTwo() {
    assertThat(run("--cofnig=x")).isEqualTo(ExitStatus.USAGE);
    assertThat(run("prnt")).isEqualTo(ExitStatus.USAGE);
    assertThat(run("config", "check")).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void flagsOfJaegerEndWithTwoAndSayWhatToWriteInstead() {
    assertThat(run("--memory.max-traces=5", "--query.base-path", "/secret"))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString())
        .contains("nothing was started")
        .contains("--memory.max-traces is Jaeger's: write storage.memory.maxTraces")
        .contains("--query.base-path is Jaeger's: write query.http.basePath")
        .doesNotContain("secret");
  }

  @Test
  void wrongConfigurationEndsWithTwoAndListsEverything() {
    assertThat(run("--set", "storage.memory.maxTraces=0", "--set", "modes=x"))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString())
        .contains("nothing was started")
        .contains("storage.memory.maxTraces: must be a whole number, at least 1, was '0' (--set)")
        .contains("modes: unknown key, did you mean mode? (--set)")
        .doesNotContain("Exception");
  }

  @Test
  void configCheck_tellsRightFromWrong() throws IOException {
    Path right = Files.writeString(folder.resolve("right.yaml"), "storage: {type: memory}");
    Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "storage: {type: disk}");

    assertThat(run("config", "check", right.toString())).isEqualTo(ExitStatus.OK);
    assertThat(out.toString()).contains("right.yaml: valid");
    assertThat(run("config", "check", wrong.toString())).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString()).contains("wrong.yaml line 1");
  }

  @Test
  void configPrint_canBeLoadedAgain() throws IOException {
    List<String> sets =
        List.of("storage.memory.maxTraces=7", "query.http.corsOrigins=a,https://b", "roles=query");

    assertThat(
            run("config", "print", "--set", sets.get(0), "--set", sets.get(1), "--set=roles=query"))
        .isEqualTo(ExitStatus.OK);

    Path printed = Files.writeString(folder.resolve("printed.yaml"), out.toString());
    assertThat(ConfigLoader.load(printed, Map.of(), List.of()).config())
        .isEqualTo(ConfigLoader.load(null, Map.of(), sets).config());
  }

  @Test
  void configPrint_takesOptionsBeforeTheCommandToo() {
    assertThat(run("--set", "mode=direct", "--set", "query.http.port=1", "config", "print"))
        .isEqualTo(ExitStatus.OK);
    assertThat(out.toString()).contains("port: 1\n").contains("; set by --set");
  }

  private int run(String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}
