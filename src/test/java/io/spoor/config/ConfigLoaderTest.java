// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
  private static final String RETRY_VARIABLE = "SPOOR_WRITER_RETRYINITIAL";

  @TempDir private Path folder;

  @Test
  void load_withoutAnythingGivesTheDefaults() {
    EffectiveConfig loaded = ConfigLoader.load(null, Map.of("PATH", "/bin"), List.of());

    assertThat(loaded.config()).isEqualTo(ConfigSection.defaults(SpoorConfig::from));
  }

  @Test
  void overridesWinOverEnvironmentAndEnvironmentOverFile() throws IOException {
    Path file = yaml("writer: {retryInitial: 1ms, retryMax: 3s, maxInFlightBytes: 2MiB}");

    WriterConfig writer =
        ConfigLoader.load(
                file,
                Map.of(RETRY_VARIABLE, "2ms", "SPOOR_writer_retrymax", "4s"),
                List.of("writer.retryInitial=3ms", "writer.retryInitial=5ms"))
            .config()
            .writer();

    assertThat(writer.retryInitial()).isEqualTo(Duration.ofMillis(5));
    assertThat(writer.retryMax()).isEqualTo(Duration.ofSeconds(4));
    assertThat(writer.maxInFlightBytes()).isEqualTo(2 << 20);
  }

  @Test
  void everyProblemOfEverySourceIsListedAtOnceWithWhereItCameFrom() throws IOException {
    Path file =
        yaml(
            """
            mode: kafka
            writer:
              maxInFlightBytes: 5
              retryInitail: 1s
              retryMax: [1s]
            processor: none
            """);

    assertThat(
            problems(
                file,
                Map.of(RETRY_VARIABLE, "soon", "SPOOR_WRITER_RETRY_MAX", "1s"),
                List.of("roles=query,cook", "writer", "processor.maxAttributesPerSpan.x=1")))
        .containsExactlyInAnyOrder(
            "SPOOR_WRITER_RETRY_MAX: unknown environment variable,"
                + " did you mean SPOOR_WRITER_RETRYMAX?",
            "--set: must be key=value, as in storage.memory.maxTraces=1000",
            "mode: kafka is not available yet, the only mode is direct (" + file + " line 1)",
            "roles: must be a list, each one of collector, ingester, query, agent,"
                + " was 'cook' (--set)",
            "writer.maxInFlightBytes: must be bytes such as 64MiB, 4MB or 1000, 1MiB to 1TiB,"
                + " was '5' ("
                + file
                + " line 3)",
            "writer.retryInitial: must be a duration such as 500ms, 10s, 2m or 72h, 1ms to 1m,"
                + " was 'soon' (environment variable SPOOR_WRITER_RETRYINITIAL)",
            "writer.retryMax: must be a duration such as 500ms, 10s, 2m or 72h, 1ms to 10m,"
                + " was a list ("
                + file
                + " line 5)",
            "processor: is a section, so it takes keys and not a value (" + file + " line 6)",
            "processor.maxAttributesPerSpan.x: unknown key, because"
                + " processor.maxAttributesPerSpan takes one value and no keys (--set)",
            "writer.retryInitail: unknown key, did you mean writer.retryInitial? ("
                + file
                + " line 4)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SPOOR_HEAP", "SPOOR_JAVA_OPTS", "SPOOR_LOG_LEVEL", "OTHER"})
  void environment_leavesVariablesOfOthersAlone(String name) {
    assertThat(ConfigLoader.load(null, Map.of(name, "x"), List.of())).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SPOOR_SERVICE_HOST",
        "SPOOR_PORT",
        "SPOOR_SERVICE_PORT_OTLP_GRPC",
        "SPOOR_QUERY_PORT_16686_TCP_ADDR"
      })
  void environment_ignoresServiceLinksOfKubernetes(String name) {
    assertThat(ConfigLoader.load(null, Map.of(name, "tcp://10.0.0.1:1"), List.of())).isNotNull();
  }

  @Test
  void environment_namesAreUnique() {
    ConfigReading reading = new ConfigReading(Map.of());
    reading.readAll(SpoorConfig::from);

    assertThat(reading.settings())
        .extracting(setting -> EnvironmentOverrides.variable(setting.path()))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("SPOOR_[A-Z0-9_]+"));
  }

  @Test
  void roles_areRefusedWhenThereAreNone() {
    assertThat(problems(null, Map.of(), List.of("roles=")))
        .containsExactly("configuration: roles must name at least one role");
  }

  @Test
  void agent_runsAlone() {
    assertThat(problems(null, Map.of(), List.of("roles=agent,query")))
        .containsExactly("configuration: roles: an agent stores nothing, so it runs alone");
    assertThat(
            ConfigLoader.load(null, Map.of(), List.of("roles=agent"))
                .config()
                .topology()
                .forwards())
        .isTrue();
    assertThat(problems(null, Map.of(), List.of("agent.collector.endpoints=collector:4317")))
        .singleElement()
        .asString()
        .contains("http://HOST:PORT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"query,collector", "[query, collector]", "[\"query\", collector]"})
  void list_mayHaveTheBracketsItIsPrintedWith(String roles) {
    assertThat(
            ConfigLoader.load(null, Map.of(), List.of("roles=" + roles))
                .config()
                .topology()
                .roles())
        .containsExactlyInAnyOrder(Role.QUERY, Role.COLLECTOR);
  }

  @Test
  void basePath_isAProblemOfItsKey() {
    assertThat(problems(null, Map.of(), List.of("query.http.basePath=jaeger/")))
        .containsExactly(
            "query.http.basePath: must be empty or like /jaeger/ui, was 'jaeger/' (--set)");
  }

  @Test
  void contradictionBetweenKeysIsAProblemOfItsSection() {
    assertThat(problems(null, Map.of(), List.of("writer.retryInitial=5s", "writer.retryMax=1s")))
        .singleElement()
        .asString()
        .startsWith("writer: writer.retryMax must be at least writer.retryInitial");
  }

  @Test
  void file_mayBeEmptyHaveEmptySectionsAndKeysWithoutValues() throws IOException {
    SpoorConfig defaults = ConfigSection.defaults(SpoorConfig::from);

    for (String text : List.of("", "# nothing\n", "writer:\nprocessor: {}\nmode:\nroles: ~\n")) {
      assertThat(ConfigLoader.load(yaml(text), Map.of(), List.of()).config()).isEqualTo(defaults);
    }
  }

  @Test
  void file_takesDottedKeysAndListsInEitherForm() throws IOException {
    for (String text : List.of("roles: [query]", "roles:\n  - query", "roles: query")) {
      assertThat(ConfigLoader.load(yaml(text), Map.of(), List.of()).config().topology().roles())
          .containsExactly(Role.QUERY);
    }
    assertThat(
            ConfigLoader.load(yaml("writer.retryMax: 9s"), Map.of(), List.of())
                .config()
                .writer()
                .retryMax())
        .isEqualTo(Duration.ofSeconds(9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "mode: [direct                     | is not valid YAML",
        "mode: direct\\nmode: direct       | mode: is there twice, first in line 1",
        "writer: {a: 1}\\nwriter: {b: 1}   | writer: is there twice",
        "writer: {retryMax: 1s}\\nwriter.retryMax: 1s | writer.retryMax: is there twice",
        "a: &a [x]\\nb: *a                 | aliases",
        "- mode                            | must be a mapping",
        "just text                         | must be a mapping",
        "mode: direct\\n---\\nmode: direct | is not valid YAML",
        "roles: [[query]]                  | an item of the list must be a plain value",
        "? [a]\\n: 1                       | a key must be text",
        "!!java.lang.ProcessBuilder [ls]   | Global tag is not allowed",
        "mode: !!java.net.URL [x]          | Global tag is not allowed"
      })
  void file_isRefusedWhenItsYamlIsWrong(String text, String words) throws IOException {
    assertThat(problems(yaml(text.replace("\\n", "\n")), Map.of(), List.of()))
        .anySatisfy(problem -> assertThat(problem).contains(words).contains("spoor.yaml"));
  }

  @Test
  void file_isBoundedInNestingAndSize() throws IOException {
    String bomb = "a: &a [x,x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]";
    String deep = "{a: ".repeat(10_000);
    String large = "# " + "x".repeat(1 << 20) + "\n";

    for (String text : List.of(bomb, deep, large)) {
      assertThat(problems(yaml(text), Map.of(), List.of()))
          .singleElement()
          .asString()
          .hasSizeLessThan(300);
    }
  }

  @Test
  void file_thatCannotBeReadIsSaidPlainly() throws IOException {
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "mode: \u00e4".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(problems(folder.resolve("none.yaml"), Map.of(), List.of()))
        .containsExactly(folder.resolve("none.yaml") + ": no such file");
    assertThat(problems(folder, Map.of(), List.of())).hasSize(1);
    assertThat(problems(latin, Map.of(), List.of())).containsExactly(latin + ": is not UTF-8");
  }

  @Test
  void brokenYamlDoesNotShowWhatStandsThere() throws IOException {
    assertThat(problems(yaml("password: \"hunter2\nx: ]"), Map.of(), List.of()).toString())
        .doesNotContain("hunter2");
    assertThat(problems(yaml("pasword: hunter2"), Map.of(), List.of()).toString())
        .doesNotContain("hunter2");
  }

  private Path yaml(String text) throws IOException {
    return Files.writeString(folder.resolve("spoor.yaml"), text);
  }

  private static List<String> problems(
      @Nullable Path file, Map<String, String> environment, List<String> overrides) {
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigLoader.load(file, environment, overrides));
    return Objects.requireNonNull(refused, "was accepted").problems();
  }
}
