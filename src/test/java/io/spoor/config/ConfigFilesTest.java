// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds what is documented and shipped against the code. */
class ConfigFilesTest {
  private static final SpoorConfig DEFAULTS = ConfigSection.defaults(SpoorConfig::from);

  @TempDir private Path folder;

  @Test
  void documentation_listsEveryKeyAsTheCodeHasIt() throws IOException {
    String documented = Files.readString(Path.of("docs/configuration.md"));

    assertThat(documented.substring(documented.indexOf("| key |")))
        .as("run: ./spoor config reference, and paste it into docs/configuration.md")
        .isEqualTo(EffectiveConfig.markdown());
  }

  @Test
  void print_showsEveryDocumentedKeyWithItsDefault() {
    String printed = ConfigLoader.load(null, Map.of(), List.of()).toYaml();

    for (Setting setting : settings()) {
      String name = setting.path().substring(setting.path().lastIndexOf('.') + 1);
      assertThat(printed)
          .containsSubsequence(
              "# " + setting.help() + "\n",
              "# " + setting.allowed() + "; default " + setting.defaultText() + "\n",
              name + ":");
    }
    assertThat(printed.lines().filter(line -> line.contains("; default ")))
        .hasSameSizeAs(settings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "all-in-one", "collector", "query"})
  void example_isValidAndLoadsAgainWhenPrinted(String name) throws IOException {
    EffectiveConfig loaded =
        ConfigLoader.load(Path.of("conf", name + ".yaml"), Map.of(), List.of());
    Path printed = Files.writeString(folder.resolve("printed.yaml"), loaded.toYaml());

    assertThat(ConfigLoader.load(printed, Map.of(), List.of()).config()).isEqualTo(loaded.config());
  }

  @Test
  void everyExampleIsTested() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("conf"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "agent.yaml", "all-in-one.yaml", "collector.yaml", "query.yaml");
    }
  }

  @Test
  void allInOneExampleStandsAtTheDefaults() {
    assertThat(ConfigLoader.load(Path.of("conf/all-in-one.yaml"), Map.of(), List.of()).config())
        .isEqualTo(DEFAULTS);
  }

  @Test
  void everyListenerBindsToThisMachineAndSpeaksPlainTextUntilToldOtherwise() {
    Map<String, String> hosts =
        settings().stream()
            .filter(setting -> setting.path().endsWith(".host"))
            .collect(Collectors.toMap(Setting::path, Setting::defaultText));

    assertThat(hosts)
        .containsOnlyKeys(
            "receiver.otlp.grpc.host",
            "receiver.otlp.http.host",
            "receiver.jaeger.grpc.host",
            "receiver.jaeger.http.host",
            "receiver.zipkin.http.host",
            "sampling.http.host",
            "sampling.grpc.host",
            "receiver.jaeger.compact.host",
            "receiver.jaeger.binary.host",
            "receiver.jaeger.zipkin.host",
            "query.http.host",
            "query.grpc.host",
            "query.remoteStorage.host",
            "admin.host")
        .allSatisfy((path, host) -> assertThat(host).isEqualTo("127.0.0.1"));
    assertThat(DEFAULTS.tls().keySet())
        .as("every section with a port can have TLS")
        .containsExactlyInAnyOrderElementsOf(
            settings().stream()
                .map(Setting::path)
                .filter(path -> path.toLowerCase(Locale.ROOT).endsWith("port"))
                .filter(
                    path -> !path.matches("receiver.jaeger.(compact|binary|zipkin).port")) // UDP
                .map(path -> path.substring(0, path.lastIndexOf('.')) + ".tls")
                .collect(Collectors.toSet()));
    assertThat(DEFAULTS.tls().values()).allMatch(TlsConfig.NONE::equals);
  }

  @Test
  void everyKeyIsExplainedInOneLine() {
    assertThat(settings())
        .allSatisfy(
            setting -> {
              assertThat(setting.help()).as(setting.path()).matches("[^a-z\\s].{5,140}\\.");
              assertThat(setting.path()).matches("[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)*");
            });
  }

  private static List<Setting> settings() {
    ConfigReading reading = new ConfigReading(Map.of());
    reading.readAll(SpoorConfig::from);
    return reading.settings();
  }
}
