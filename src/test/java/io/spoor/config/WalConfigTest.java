// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.config.WalConfig.Durability;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WalConfigTest {
  @Test
  void defaultIsDurable() {
    WalConfig config = ConfigSection.defaults(WalConfig::from);
    assertThat(config.durability()).isEqualTo(Durability.FSYNC);
    assertThat(config.segmentBytes()).isEqualTo(64L << 20);
  }

  @Test
  void logMustHoldOneFile() {
    Map<String, String> given = Map.of("segmentBytes", "64MiB", "maxBytes", "32MiB");
    assertThatThrownBy(() -> ConfigSection.of(given, WalConfig::from))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("maxBytes must be at least segmentBytes");
  }
}
