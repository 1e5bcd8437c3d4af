// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1.5s, 1500000000",
    "-1.5h, -5400000000000",
    "1h2m3.004s, 3723004000000",
    "9223372036854775807ns, 9223372036854775807",
    "-9223372036854775808ns, -9223372036854775808",
    "-9223372036854775.808us, -9223372036854775808"
  })
  void durationIsReadAsGoReadsIt(String text, long nanos) {
    assertThat(GoDuration.parseNanos(text)).isEqualTo(nanos);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808ns",
        "-9223372036854775809ns",
        "99999999999999999999s",
        "2562048h",
        "9223372036854775807ns1ns"
      })
  void durationBeyondTheRangeIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> GoDuration.parseNanos(text));
  }
}
