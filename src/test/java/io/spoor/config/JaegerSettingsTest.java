// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JaegerSettingsTest {
  private static final Pattern WRITE = Pattern.compile("write ([a-z][A-Za-z]+(?:\\.[A-Za-z]+)+)");

  @ParameterizedTest
  @CsvSource({
    "--memory.max-traces=5, storage.memory.maxTraces",
    "memory.max-traces, storage.memory.maxTraces",
    "--collector.grpc-server.host-port, receiver.jaeger.grpc.host",
    "--collector.http-server.tls.key, receiver.jaeger.http.tls.keyFile",
    "--query.base-path, query.http.basePath",
    "--span-storage.type, storage.type",
    "--es.server-urls, storage.type",
    "--badger.maintenance-interval, storage.type"
  })
  void flag_hasAnEquivalent(String flag, String key) {
    assertThat(JaegerSettings.ofFlag(flag).orElse("none")).contains(key);
  }

  @Test
  void unknownFlag_hasNone() {
    assertThat(JaegerSettings.ofFlag("--memory.max-trace")).isEmpty();
    assertThat(JaegerSettings.ofFlag("--config")).isEmpty();
    assertThat(JaegerSettings.ofFlag("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "extensions.jaeger_query.base_path, query.http.basePath",
    "extensions.jaeger_query.http.endpoint, query.http.host",
    "receivers.otlp.protocols.grpc.endpoint, receiver.otlp.grpc.host",
    "exporters.jaeger_storage_exporter.trace_storage, storage.type",
    "memory.max-traces, storage.memory.maxTraces"
  })
  void keyOfJaegersFile_isAnErrorThatSaysWhatToWrite(String key, String wanted) {
    assertThatThrownBy(() -> ConfigLoader.load(null, Map.of(), List.of(key + "=1")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key + ": unknown key, it is Jaeger's: ")
        .hasMessageContaining(wanted);
  }

  @Test
  void variablesOfJaeger_areWarningsThatDoNotShowTheirValue() {
    Map<String, String> environment =
        Map.of(
            "COLLECTOR_OTLP_ENABLED", "true-secret",
            "SPAN_STORAGE_TYPE", "memory-secret",
            "MEMORY_MAX_TRACES", "7",
            "COLLECTOR_OTLP", "x",
            "PATH", "/bin");

    EffectiveConfig loaded = ConfigLoader.load(null, environment, List.of());

    assertThat(loaded.warnings())
        .containsExactly(
            "COLLECTOR_OTLP_ENABLED is Jaeger's and not read:"
                + " write receiver.otlp.grpc.enabled and .http.enabled",
            "MEMORY_MAX_TRACES is Jaeger's and not read: write storage.memory.maxTraces",
            "SPAN_STORAGE_TYPE is Jaeger's and not read: storage.type is segment, remote or memory");
    assertThat(loaded.config()).isEqualTo(ConfigSection.defaults(SpoorConfig::from));
  }

  @Test
  void everyKeyThatIsNamed_exists() {
    String known = EffectiveConfig.markdown();
    Matcher named = WRITE.matcher(JaegerSettings.markdown());
    int count = 0;
    while (named.find()) {
      assertThat(known).contains("`" + named.group(1) + "`");
      count++;
    }
    assertThat(count).isGreaterThan(40);
  }

  @Test
  void documentation_hasTheTable() throws IOException {
    String documented = Files.readString(Path.of("docs/migration.md"));

    assertThat(documented.substring(documented.indexOf("| flag |")))
        .isEqualTo(JaegerSettings.markdown());
  }
}
