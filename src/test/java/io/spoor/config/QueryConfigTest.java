// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryConfigTest {

  @Test
  void defaults_areThoseOfJaegerWhereItHasThem() {
    QueryConfig config = ConfigSection.defaults(QueryConfig::from);

    assertThat(config.maxTraceSpans()).as("no limit").isZero();
    assertThat(config.maxClockSkew()).as("corrects nothing").isEqualTo(Duration.ZERO);
    assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.maxInFlightBytes()).isGreaterThanOrEqualTo(2 * config.maxTraceBytes());
  }

  @Test
  void values_areReadByTheirNames() {
    QueryConfig config =
        ConfigSection.of(
            Map.of(
                "maxTraceSpans", "5000",
                "maxClockSkew", "2s",
                "timeout", "1m",
                "drainTimeout", "0s",
                "maxOpenRequests", "3",
                "maxBytes", "1GiB",
                "maxTraceBytes", "1MiB",
                "maxInFlightBytes", "2MiB"),
            QueryConfig::from);

    assertThat(config)
        .isEqualTo(
            new QueryConfig(
                Duration.ofMinutes(1),
                Duration.ZERO,
                3,
                1L << 30,
                2L << 20,
                1L << 20,
                5_000,
                Duration.ofSeconds(2)));
  }

  @Test
  void boundThatTwoTracesCouldNotShare_isAProblem() {
    assertThatThrownBy(
            () ->
                ConfigSection.of(
                    Map.of("maxTraceBytes", "2MiB", "maxInFlightBytes", "3MiB"), QueryConfig::from))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("query.maxInFlightBytes must be at least twice query.maxTraceBytes");
  }
}
