// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.codec.text.Nanos;
import io.spoor.codec.text.Rfc3339;
import io.spoor.model.TraceId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueParsingTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T12:00:00Z, 1795176000000000000",
    "2026-11-20T12:00:00.123456789Z, 1795176000123456789",
    "2026-11-20T14:00:00.5+02:00, 1795176000500000000",
    "2026-11-20T14:00:00.5 02:00, 1795176000500000000",
    "2026-11-20T06:30:00-05:30, 1795176000000000000",
    "1970-01-01T00:00:00Z, 0",
    "1066-10-14T09:00:00Z, 0",
    "2300-01-01T00:00:00Z, -8032952073709551616",
    "9999-12-31T23:59:59.9Z, -1"
  })
  void time_isReadToTheNanosecond(String text, long unixNano) {
    assertThat(Rfc3339.parseUnixNano(text)).isEqualTo(unixNano);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "1795176000",
        "2026-11-20",
        "2026-11-20T12:00:00",
        "2026-11-20 12:00:00Z",
        "2026-11-20T12:00Z",
        "2026-13-20T12:00:00Z",
        "2026-11-20T12:00:00.1234567890Z",
        "2026-11-20t12:00:00z",
        "2026-11-20T12:00:00+2:00",
        "２０２６-11-20T12:00:00Z"
      })
  void badTime_isRejected(String text) {
    assertThatThrownBy(() -> Rfc3339.parseUnixNano(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("parsing time \"" + text + "\"");
  }

  @Test
  void traceId_isReadInEveryForm() {
    assertThat(TraceIds.parse("1")).isEqualTo(new TraceId(0, 1));
    assertThat(TraceIds.parse("0")).isEqualTo(new TraceId(0, 0));
    assertThat(TraceIds.parse("fedcba98765432100123456789ABCDEF"))
        .isEqualTo(new TraceId(0xfedcba9876543210L, 0x0123456789abcdefL));
    assertThat(TraceIds.parse(" ab+")).isEqualTo(new TraceId(0, 0xab));
    assertThat(TraceIds.parse("abcdefabcdefabcdefabcd")) // base64 as well, but hexadecimal wins
        .isEqualTo(new TraceId(0xabcdefL, 0xabcdefabcdefabcdL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "0x1",
        "ab-cd",
        "١٢٣",
        "K",
        "AAAAAAAAWwwAAAAAAAAAAQ=",
        "AAAAAAAAWwwAAAAAAAAA",
        "AAAAAAAAWwwAAAAAAAAAA!",
        "AAAAAAAAWwwAAAAAAAAAAQAA"
      })
  void badTraceId_isRejected(String text) {
    assertThatThrownBy(() -> TraceIds.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("strconv.ParseUint: parsing \"" + text + "\": invalid syntax");
  }

  @Test
  void longTraceId_isRejected() {
    assertThatThrownBy(() -> TraceIds.parse("0".repeat(33)))
        .hasMessageStartingWith("TraceID cannot be longer than 32 hex characters");
  }

  @Test
  void traceId_isShownShortWhileItsHighHalfIsZero() {
    assertThat(TraceIds.uiHex(new TraceId(0, 0xab))).isEqualTo("00000000000000ab");
    assertThat(TraceIds.uiHex(new TraceId(1, 0xab))).isEqualTo("000000000000000100000000000000ab");
  }

  @Test
  void query_leavesOutWhatIsNotWellFormed() {
    FormQuery query = FormQuery.parse("a=1&a=2&b&=x&c=%zz&d=%C3%BC+%2B&e=1;2&f=%e");

    assertThat(query.all("a")).containsExactly("1", "2");
    assertThat(query.has("b")).isTrue();
    assertThat(query.first("b")).isEmpty();
    assertThat(query.has("c")).isFalse();
    assertThat(query.first("d")).isEqualTo("ü +");
    assertThat(query.has("e")).isFalse();
    assertThat(query.has("f")).isFalse();
    assertThat(FormQuery.parse(null).has("a")).isFalse();
  }

  @Test
  void nanos_stopAtTheEndsOfTheRange() {
    assertThat(Nanos.saturated(Long.MAX_VALUE, 1000)).isEqualTo(Long.MAX_VALUE);
    assertThat(Nanos.saturated(Long.MIN_VALUE, 1000)).isEqualTo(Long.MIN_VALUE);
    assertThat(Nanos.saturated(-3, 1000)).isEqualTo(-3000);
    assertThat(Nanos.time(-1, 1000)).isZero();
    assertThat(Nanos.time(Long.MAX_VALUE / 1000 + 1, 1000)).isEqualTo(Long.MIN_VALUE + 192);
    assertThat(Nanos.time(Long.MAX_VALUE, 1000)).isEqualTo(-1);
    assertThat(Nanos.before(5, 6)).isZero();
    assertThat(Nanos.before(-1, 1)).isEqualTo(-2);
  }

  @ParameterizedTest
  @CsvSource({
    "gzip, true",
    "'br, gzip;q=0.5', true",
    "'gzip;q=0', false",
    "'*', true",
    "'*;q=0', false",
    "'*, gzip;q=0', false",
    "identity, false",
    "'deflate, zstd', false",
    "GZIP, true",
    "'gzip;q=x', false",
    "'', false"
  })
  void gzip_isUsedOnlyWhenAskedFor(String header, boolean allowed) {
    assertThat(AcceptEncoding.allowsGzip(header)).isEqualTo(allowed);
  }
}
