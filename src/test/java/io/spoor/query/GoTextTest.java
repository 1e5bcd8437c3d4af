// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoTextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1, 1ns",
    "999, 999ns",
    "1100, 1.1µs",
    "-10000, -10µs",
    "2200000, 2.2ms",
    "999999999, 999.999999ms",
    "1000000000, 1s",
    "3300000000, 3.3s",
    "60000000000, 1m0s",
    "245000000000, 4m5s",
    "245001000000, 4m5.001s",
    "18367001000000, 5h6m7.001s",
    "3600000000000, 1h0m0s",
    "-4625890669, -4.625890669s",
    "9223372036854775807, 2562047h47m16.854775807s",
    "-9223372036854775808, -2562047h47m16.854775808s"
  })
  void duration_readsAsGoPrintsIt(long nanos, String text) {
    assertThat(GoText.duration(nanos)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01 00:00:00 +0000 UTC",
    "-1, 1969-12-31 23:59:59.999999999 +0000 UTC",
    "1795176000000000000, 2026-11-20 12:00:00 +0000 UTC",
    "1795176000120000000, 2026-11-20 12:00:00.12 +0000 UTC",
    "1795176000000000001, 2026-11-20 12:00:00.000000001 +0000 UTC",
    "9223372036854775807, 2262-04-11 23:47:16.854775807 +0000 UTC",
    "-9223372036854775808, 1677-09-21 00:12:43.145224192 +0000 UTC"
  })
  void time_readsAsGoPrintsIt(long unixNano, String text) {
    assertThat(GoText.time(unixNano)).isEqualTo(text);
  }
}
