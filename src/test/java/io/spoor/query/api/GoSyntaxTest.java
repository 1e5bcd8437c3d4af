// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.codec.text.GoDuration;
import io.spoor.codec.text.GoSyntax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoSyntaxTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1.2s, 1200000000",
    "100ms, 100000000",
    "500us, 500000",
    "500µs, 500000",
    "500μs, 500000",
    "7ns, 7",
    "1h2m3.5s, 3723500000000",
    "+5s, 5000000000",
    "-1.5h, -5400000000000",
    ".5s, 500000000",
    "1.s, 1000000000",
    "2540400h, 9145440000000000000",
    "1m1m, 120000000000"
  })
  void duration_isReadAsGoDoes(String text, long nanos) {
    assertThat(GoDuration.parseNanos(text)).isEqualTo(nanos);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'time: invalid duration \"\"'",
    "'-', 'time: invalid duration \"-\"'",
    "5, 'time: missing unit in duration \"5\"'",
    "5x, 'time: unknown unit \"x\" in duration \"5x\"'",
    "5 s, 'time: unknown unit \" s\" in duration \"5 s\"'",
    "s, 'time: invalid duration \"s\"'",
    ".s, 'time: invalid duration \".s\"'",
    "1s-2s, 'time: unknown unit \"s-\" in duration \"1s-2s\"'",
    "9223372036854775808ns, 'time: invalid duration \"9223372036854775808ns\"'",
    "2562048h, 'time: invalid duration \"2562048h\"'"
  })
  void badDuration_isNamedInGosWords(String text, String message) {
    assertThatThrownBy(() -> GoDuration.parseNanos(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void numbers_areReadAsGoDoes() {
    assertThat(GoSyntax.parseLong("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    assertThat(GoSyntax.parseLong("+7")).isEqualTo(7);
    assertThat(GoSyntax.parseDouble("0.95")).isEqualTo(0.95);
    assertThatThrownBy(() -> GoSyntax.parseLong("9223372036854775808"))
        .hasMessage("strconv.ParseInt: parsing \"9223372036854775808\": value out of range");
    assertThatThrownBy(() -> GoSyntax.parseInt("2147483648"))
        .hasMessage("strconv.ParseInt: parsing \"2147483648\": value out of range");
    for (String text : new String[] {"", "-", "1_000", "1e3", "0x1", "1.0", " 1", "१"}) {
      assertThatThrownBy(() -> GoSyntax.parseLong(text))
          .hasMessage("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
    }
    assertThatThrownBy(() -> GoSyntax.parseDouble("1d")).hasMessageContaining("invalid syntax");
    assertThatThrownBy(() -> GoSyntax.parseDouble("")).hasMessageContaining("invalid syntax");
  }

  @ParameterizedTest
  @CsvSource({"1, true", "t, true", "TRUE, true", "0, false", "F, false", "False, false"})
  void bool_isReadAsGoDoes(String text, boolean value) {
    assertThat(GoSyntax.parseBool(text)).isEqualTo(value);
  }

  @Test
  void badBool_isNamedInGosWords() {
    assertThatThrownBy(() -> GoSyntax.parseBool("yes"))
        .hasMessage("strconv.ParseBool: parsing \"yes\": invalid syntax");
  }

  @Test
  void quote_escapesAndCuts() {
    assertThat(GoSyntax.quote("a\"b\\c\n")).isEqualTo("\"a\\\"b\\\\c\\x0a\"");
    assertThat(GoSyntax.quote("x".repeat(5000))).hasSizeLessThan(300).endsWith("…\"");
  }
}
