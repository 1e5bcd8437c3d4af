// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributeTextTest {

  @Test
  void scalars() {
    assertThat(text("text")).isEqualTo("text");
    assertThat(text("")).isEmpty();
    assertThat(text(null)).isEmpty();
    assertThat(text(true)).isEqualTo("true");
    assertThat(text(false)).isEqualTo("false");
    assertThat(text(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    assertThat(text(new byte[] {0, 1, (byte) 0xff})).isEqualTo("AAH/");
  }

  /** The right column is what Go 1.26 prints for json.Marshal(float64). */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0",
    "1, 1",
    "-1.5, -1.5",
    "0.1, 0.1",
    "100, 100",
    "123456789, 123456789",
    "0.000001, 0.000001",
    "0.0000001, 1e-7",
    "0.000000123, 1.23e-7",
    "1e20, 100000000000000000000",
    "1e21, 1e+21",
    "1.5e300, 1.5e+300",
    "2e23, 2e+23",
    "2.0e-3, 0.002",
    "4.9e-324, 5e-324",
    "2.2250738585072014e-308, 2.2250738585072014e-308",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "9007199254740993, 9007199254740992",
    "0.30000000000000004, 0.30000000000000004",
  })
  void doublesAreWrittenAsGoDoes(double value, String expected) {
    assertThat(text(value)).isEqualTo(expected);
  }

  @Test
  void doublesWithoutJsonFormSayWhatGoSays() {
    assertThat(text(Double.NaN)).isEqualTo("json: unsupported value: NaN");
    assertThat(text(Double.POSITIVE_INFINITY)).isEqualTo("json: unsupported value: +Inf");
    assertThat(text(Double.NEGATIVE_INFINITY)).isEqualTo("json: unsupported value: -Inf");
  }

  @Test
  void everyDoubleCanBeReadBackAndNoShorterTextWould() {
    Random random = TestSeed.random();
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        String text = AttributeText.of(value);
        assertThat(Double.parseDouble(text)).isEqualTo(value);
        assertThat(new BigDecimal(text).stripTrailingZeros().precision())
            .isLessThanOrEqualTo(new BigDecimal(Double.toString(value)).precision());
      }
    }
  }

  @Test
  void listsAreCompactJson() {
    assertThat(text(List.of())).isEqualTo("[]");
    assertThat(text(Arrays.asList("a", 1, 2.5, true, null, new byte[] {1}, List.of(List.of()))))
        .isEqualTo("[\"a\",1,2.5,true,null,\"AQ==\",[[]]]");
  }

  @Test
  void mapsAreCompactJsonInOrderOfTheirKeys() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("z", List.of(Map.of("k", 1)));
    map.put("a", Map.of());
    map.put("m", "x");
    assertThat(text(map)).isEqualTo("{\"a\":{},\"m\":\"x\",\"z\":[{\"k\":1}]}");
  }

  @Test
  void textInJsonIsEscapedAsGoDoes() {
    assertThat(text(List.of("<a href=\"x\">&\\\n\t\r\b\f\u0001\u2028é")))
        .isEqualTo("[\"\\u003ca href=\\\"x\\\"\\u003e\\u0026\\\\\\n\\t\\r\\b\\f\\u0001\\u2028é\"]");
  }

  @Test
  void listsWithANumberThatJsonCannotHaveAreEmpty() {
    assertThat(text(List.of(1, Double.NaN))).isEmpty();
  }

  private static String text(@Nullable Object value) {
    SpanBatch batch = TestSpans.batch().resource("s").span(1, 1, "n").attribute("k", value).build();
    String byEntry = AttributeText.of(batch, batch.spans().attributes(), 0);
    assertThat(AttributeText.of(batch.span(0).attributes(), 0)).isEqualTo(byEntry);
    return byEntry;
  }
}
