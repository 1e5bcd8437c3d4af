// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StorageConfigTest {

  @Test
  void defaults_areTheSegmentStoreBesideTheProcessSyncedBeforeItAcknowledges() {
    StorageConfig config = ConfigSection.defaults(StorageConfig::from);

    assertThat(config.typeName()).isEqualTo("segment");
    assertThat(config.segment().path()).isEqualTo(Path.of("data"));
    assertThat(config.weakness()).isEmpty();
  }

  @Test
  void memory_takesAThirdOfTheHeapByDefault() {
    StorageConfig config = ConfigSection.of(Map.of("type", "memory"), StorageConfig::from);

    assertThat(config.memory().maxTraces()).isEqualTo(100_000);
    assertThat(config.memory().maxBytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 3);
  }

  @Test
  void values_areRead() {
    StorageConfig config =
        ConfigSection.of(
            Map.of("type", "memory", "memory.maxTraces", "7", "memory.maxBytes", "64MiB"),
            StorageConfig::from);

    assertThat(config.memory()).isEqualTo(new MemoryConfig(7, 64 << 20));
  }

  @Test
  void weakness_isNoneWhereAcknowledgedSpansAreOnTheDisk() {
    assertThat(weakness("fsync")).isEmpty();
    assertThat(weakness("interval"))
        .hasValue(
            "storage.segment.wal.durability is interval: a power cut can lose the spans of the"
                + " last 150 ms");
    assertThat(weakness("none"))
        .hasValue("storage.segment.wal.durability is none: a power cut can lose spans");
    assertThat(ConfigSection.of(Map.of("type", "memory"), StorageConfig::from).weakness())
        .hasValue("storage.type is memory: a restart loses all spans");
  }

  private static Optional<String> weakness(String durability) {
    return ConfigSection.of(
            Map.of(
                "type", "segment",
                "segment.wal.durability", durability,
                "segment.wal.interval", "150ms"),
            StorageConfig::from)
        .weakness();
  }

  @Test
  void badValues_areAllNamed() {
    Map<String, String> values =
        Map.of("type", "tape", "memory.maxTraces", "0", "memory.maxBytes", "-1");

    assertThatThrownBy(() -> ConfigSection.of(values, StorageConfig::from))
        .hasMessageContaining("type")
        .hasMessageContaining("memory.maxTraces")
        .hasMessageContaining("memory.maxBytes");
  }
}
