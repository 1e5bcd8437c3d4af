// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminConfigTest {

  @Test
  void defaults_areJaegersPortsOnThisMachineOnly() {
    assertThat(ConfigSection.defaults(AdminConfig::from))
        .isEqualTo(new AdminConfig("127.0.0.1", 14269, 13133, 8888, TlsConfig.NONE));
  }

  @Test
  void portOfMinusOne_isOff() {
    AdminConfig config =
        ConfigSection.of(Map.of("statusPort", -1, "metricsPort", -1), AdminConfig::from);

    assertThat(config.statusPort()).isEqualTo(AdminConfig.OFF);
    assertThat(config.metricsPort()).isEqualTo(AdminConfig.OFF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"port", "statusPort", "metricsPort"})
  void otherNumbers_areNoPorts(String key) {
    assertThatThrownBy(() -> ConfigSection.of(Map.of(key, 65_536), AdminConfig::from))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key)
        .hasMessageContaining("65536");
    assertThatThrownBy(() -> ConfigSection.of(Map.of(key, -2), AdminConfig::from))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("-2");
  }
}
