// SPDX-License-Identifier: Apache-2.0
package io.spoor.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expectations printed by Go 1.26's {@code time.Duration.String}. */
class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1, 1ns",
    "999, 999ns",
    "1100, 1.1µs",
    "2200000, 2.2ms",
    "1000000, 1ms",
    "999999999, 999.999999ms",
    "1000000000, 1s",
    "3300000000, 3.3s",
    "59999999999, 59.999999999s",
    "60000000000, 1m0s",
    "245000000000, 4m5s",
    "245001000000, 4m5.001s",
    "3600000000000, 1h0m0s",
    "18367001000000, 5h6m7.001s",
    "480000000001, 8m0.000000001s",
    "9223372036854775807, 2562047h47m16.854775807s",
    "-1500000000, -1.5s"
  })
  void text_isWhatGoPrints(long nanos, String expected) {
    assertThat(GoDuration.text(Duration.ofNanos(nanos))).isEqualTo(expected);
  }
}
