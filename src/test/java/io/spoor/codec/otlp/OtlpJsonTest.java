// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.codec.Allowance;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.MalformedException;
import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanIdentity;
import io.spoor.model.SpanView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpJsonTest {
  private static final String IDS =
      "\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"spanId\":\"eee19b7ec3c1b174\"";

  private final OtlpJsonDecoder decoder = new OtlpJsonDecoder();

  @Test
  void whatCameAsProtobufSurvivesJson() throws IOException {
    Random random = TestSeed.random();
    OtlpProtoDecoder proto = new OtlpProtoDecoder();
    for (int i = 0; i < 300; i++) {
      byte[] body = new RandomRequests(random, false).request().toByteArray();
      assertSurvives(proto.decode(body, Allowance.UNLIMITED).batch());
    }
  }

  @Test
  void randomBatchesSurviveJson() throws IOException {
    Random random = TestSeed.random();
    for (int i = 0; i < 100; i++) {
      assertSurvives(TestSpans.random(random, 30));
    }
  }

  private void assertSurvives(SpanBatch batch) throws IOException {
    String json = write(batch);
    DecodedBatch again = decode(json);
    assertThat(again.rejectedSpans()).isZero();
    assertThat(again.batch().size()).isEqualTo(batch.size());
    for (int row = 0; row < batch.size(); row++) {
      int current = row;
      assertThat(SpanIdentity.same(batch, row, again.batch(), row))
          .as(() -> "row " + current + " of " + json)
          .isTrue();
    }
  }

  @Test
  void namesMayBeInSnakeCaseAndInAnyOrder() {
    SpanBatch batch =
        decode(
                """
                {"resource_spans":[{"scope_spans":[{"spans":[{
                  "parent_span_id":"0000000000000001","start_time_unix_nano":"5",
                  "end_time_unix_nano":9,"trace_state":"a=b","dropped_attributes_count":1,
                  "span_id":"EEE19B7EC3C1B174","trace_id":"5B8EFFF798038103D269B633813FC60C",
                  "attributes":[{"value":{"int_value":7},"key":"n"}]}],
                  "scope":{"version":"1","name":"lib"},"schema_url":"s"}],
                  "resource":{"attributes":[{"key":"service.name","value":{"string_value":"x"}}]}}]}
                """)
            .batch();
    SpanView span = batch.span(0);
    assertThat(span.traceId().toHex()).isEqualTo("5b8efff798038103d269b633813fc60c");
    assertThat(span.spanId()).isEqualTo(0xeee19b7ec3c1b174L);
    assertThat(span.parentSpanId()).isEqualTo(1);
    assertThat(span.startTimeUnixNano()).isEqualTo(5);
    assertThat(span.durationNano()).isEqualTo(4);
    assertThat(span.traceState()).isEqualTo("a=b");
    assertThat(span.serviceName()).isEqualTo("x");
    assertThat(span.scopeName()).isEqualTo("lib");
    assertThat(span.scopeVersion()).isEqualTo("1");
    assertThat(span.attributes().integer(0)).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"SPAN_KIND_CLIENT\"', 3",
    "'\"3\"', 3",
    "3, 3",
    "3.0, 3",
    "77, 77",
    "-1, -1",
    "null, 0",
  })
  void kindsAreNumbersOrNames(String json, int kind) {
    assertThat(span("\"kind\":" + json).spans().kind(0)).isEqualTo(kind);
  }

  @Test
  void statusIsRead() {
    SpanBatch batch = span("\"status\":{\"code\":\"STATUS_CODE_ERROR\",\"message\":\"m\"}");
    assertThat(batch.spans().statusCode(0)).isEqualTo(2);
    assertThat(batch.span(0).statusMessage()).isEqualTo("m");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "18446744073709551615, -1",
    "'\"18446744073709551615\"', -1",
    "'\"1544712660000000000\"', 1544712660000000000",
    "1e3, 1000",
    "null, 0",
  })
  void timesAreNumbersOrStrings(String json, long expected) {
    assertThat(span("\"startTimeUnixNano\":" + json).spans().startTimeUnixNano(0))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"intValue\":\"-5\"}', INT, -5",
    "'{\"intValue\":-9223372036854775808}', INT, -9223372036854775808",
    "'{\"boolValue\":true}', BOOL, 1",
    "'{\"boolValue\":false}', BOOL, 0",
    "'{\"doubleValue\":1}', DOUBLE, 4607182418800017408",
    "'{\"doubleValue\":\"1.0\"}', DOUBLE, 4607182418800017408",
    "'{\"doubleValue\":\"NaN\"}', DOUBLE, 9221120237041090560",
    "'{\"doubleValue\":\"-Infinity\"}', DOUBLE, -4503599627370496",
    "'{}', EMPTY, 0",
    "null, EMPTY, 0",
    "'{\"stringValue\":null}', EMPTY, 0",
    "'{\"stringValue\":\"x\",\"intValue\":4}', INT, 4",
    "'{\"unknown\":[{\"a\":1}],\"intValue\":4}', INT, 4",
  })
  void valuesAreRead(String json, AttributeType type, long value) {
    SpanBatch batch = span("\"attributes\":[{\"key\":\"k\",\"value\":" + json + "}]");
    assertThat(batch.spans().attributes().type(0)).isEqualTo(type);
    assertThat(batch.spans().attributes().value(0)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-_8=", "-_8", "+/8=", "+/8"})
  void bytesAreBase64OfEitherAlphabetPaddedOrNot(String base64) {
    SpanBatch batch =
        span("\"attributes\":[{\"key\":\"k\",\"value\":{\"bytesValue\":\"" + base64 + "\"}}]");
    assertThat(batch.span(0).attributes().binary(0)).containsExactly(0xfb, 0xff);
  }

  @Test
  void laterFieldsWinAndListsAreJoined() {
    SpanBatch batch =
        span(
            "\"name\":\"a\",\"name\":\"b\",\"attributes\":[{\"key\":\"x\",\"key\":\"y\"}],"
                + "\"attributes\":[{\"key\":\"z\"}]");
    assertThat(batch.span(0).name()).isEqualTo("b");
    assertThat(batch.span(0).attributes().key(0)).isEqualTo("y");
    assertThat(batch.span(0).attributes().key(1)).isEqualTo("z");
  }

  @Test
  void emptyRequestsAreEmptyBatches() {
    for (String json :
        new String[] {
          "{}",
          " {\"resourceSpans\":[]} ",
          "{\"resourceSpans\":null,\"more\":{}}",
          "{\"resourceSpans\":[{\"resource\":null,\"scopeSpans\":[{\"spans\":null}]}]}"
        }) {
      assertThat(decode(json).batch().size()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'\"traceId\":\"\"', 'traceId must have 32 hexadecimal digits, had 0'",
    "'\"traceId\":\"5b8efff798038103\"', 'traceId must have 32 hexadecimal digits, had 16'",
    "'\"traceId\":\"00000000000000000000000000000000\"', 'traceId must not be all zero'",
    "'\"spanId\":\"eee19b7e\"', 'spanId must have 16 hexadecimal digits, had 8'",
    "'\"spanId\":\"0000000000000000\"', 'spanId must not be all zero'",
    "'\"parentSpanId\":\"12\"', 'parentSpanId must have 16 hexadecimal digits, had 2'",
    "'\"links\":[{\"traceId\":\"12\"}]', 'link traceId must have 32 hexadecimal digits, had 2'",
    "'\"links\":[{\"spanId\":\"12\"}]', 'link spanId must have 16 hexadecimal digits, had 2'",
  })
  void leavesOutSpansWithInvalidIds(String field, String reason) {
    DecodedBatch decoded = decode(request("{" + IDS + "}, {" + IDS + "," + field + "}"));
    assertThat(decoded.rejectedSpans()).isEqualTo(1);
    assertThat(decoded.rejectedReason()).isEqualTo(reason);
    assertThat(decoded.batch().size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"name\":5",
        "\"kind\":\"SPAN_KIND_NONE\"",
        "\"kind\":4294967296",
        "\"kind\":1.5",
        "\"flags\":-1",
        "\"flags\":4294967296",
        "\"startTimeUnixNano\":-1",
        "\"startTimeUnixNano\":18446744073709551616",
        "\"startTimeUnixNano\":1e300",
        "\"startTimeUnixNano\":1e999999999",
        "\"startTimeUnixNano\":\"12x\"",
        "\"startTimeUnixNano\":\"\"",
        "\"startTimeUnixNano\":{}",
        "\"traceId\":\"zz8efff798038103d269b633813fc60c\"",
        "\"attributes\":{}",
        "\"attributes\":[5]",
        "\"attributes\":[{\"value\":5}]",
        "\"attributes\":[{\"value\":{\"intValue\":9223372036854775808}}]",
        "\"attributes\":[{\"value\":{\"doubleValue\":1e400}}]",
        "\"attributes\":[{\"value\":{\"doubleValue\":\"0x1p3\"}}]",
        "\"attributes\":[{\"value\":{\"boolValue\":\"true\"}}]",
        "\"attributes\":[{\"value\":{\"bytesValue\":\"%%\"}}]",
        "\"attributes\":[{\"value\":{\"arrayValue\":[]}}]",
        "\"events\":[\"x\"]",
        "\"status\":7",
      })
  void wrongTypesAndRangesAreMalformed(String field) {
    assertMalformed(
        request("{" + IDS + "," + field + "}"), "invalid OTLP JSON at character \\d+: .+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "null",
        "[]",
        "5",
        "{",
        "}",
        "{} {}",
        "{}x",
        "{\"resourceSpans\":[{]}",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":1,}",
        "\u0000"
      })
  void whatIsNotOneJsonObjectIsMalformed(String json) {
    assertMalformed(json, "invalid (OTLP )?JSON at character \\d+: (.|\n)+");
  }

  @Test
  void numbersOfAThousandDigitsAreMalformed() {
    assertMalformed(
        "{\"a\":" + "9".repeat(100_000) + "}", "(?s)invalid JSON at character \\d+: .+");
    assertMalformed(
        request("{" + IDS + ",\"startTimeUnixNano\":" + "9".repeat(900) + "}"), "(?s)invalid .+");
  }

  @Test
  void deepNestingIsMalformed() {
    assertMalformed("{\"a\":".repeat(100_000), "(?s)invalid JSON at character \\d+: .+");
    assertMalformed("[".repeat(100_000), "(?s)invalid .+");
    assertThat(nested(40).spans().attributes().type(0)).isEqualTo(AttributeType.ARRAY);
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> nested(60))
        .withMessageContaining("nested deeper than 100");
  }

  private SpanBatch nested(int lists) {
    return span(
        "\"attributes\":[{\"key\":\"k\",\"value\":"
            + "{\"arrayValue\":{\"values\":[".repeat(lists)
            + "{\"intValue\":1}"
            + "]}}".repeat(lists)
            + "}]");
  }

  @Test
  void truncatedOrFlippedItIsValidOrMalformed() throws IOException {
    byte[] body = write(TestSpans.shop()).getBytes(UTF_8);
    int malformed = 0;
    for (int length = 0; length < body.length; length++) {
      malformed += isMalformed(Arrays.copyOf(body, length)) ? 1 : 0;
    }
    assertThat(malformed).isEqualTo(body.length);
    for (int bit = 0; bit < 8 * body.length; bit++) {
      byte[] flipped = body.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      malformed += isMalformed(flipped) ? 1 : 0; // any other exception fails the test
    }
    assertThat(malformed).isGreaterThan(body.length);
  }

  @Test
  void randomDamageIsValidOrMalformed() throws IOException {
    Random random = TestSeed.random();
    byte[] body = write(TestSpans.random(random, 10)).getBytes(UTF_8);
    for (int i = 0; i < 5_000; i++) {
      byte[] damaged = body.clone();
      for (int damage = random.nextInt(4); damage >= 0; damage--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      isMalformed(damaged);
    }
    assertThat(isMalformed(body)).isFalse();
  }

  private boolean isMalformed(byte[] body) {
    try {
      decoder.decode(body, Allowance.UNLIMITED);
      return false;
    } catch (MalformedException e) {
      return true;
    }
  }

  @Test
  void aMegabyteOfTextIsRead() {
    String text = "é".repeat(1 << 20);
    SpanBatch batch =
        span("\"attributes\":[{\"key\":\"k\",\"value\":{\"stringValue\":\"" + text + "\"}}]");
    assertThat(batch.span(0).attributes().text(0)).isEqualTo(text);
  }

  @Test
  void bodyMayBeUsedAgain() {
    byte[] body = request("{" + IDS + ",\"name\":\"before\"}").getBytes(UTF_8);
    SpanBatch batch = decoder.decode(body, Allowance.UNLIMITED).batch();
    Arrays.fill(body, (byte) 'x');
    assertThat(batch.span(0).name()).isEqualTo("before");
    assertThat(batch.wire()).isNull();
  }

  private void assertMalformed(String json, String message) {
    assertThatExceptionOfType(MalformedException.class)
        .as(json.length() < 200 ? json : "long")
        .isThrownBy(() -> decode(json))
        .withMessageMatching(message);
  }

  private SpanBatch span(String fields) {
    return decode(request("{" + IDS + "," + fields + "}")).batch();
  }

  private static String request(String spans) {
    return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + spans + "]}]}]}";
  }

  private DecodedBatch decode(String json) {
    return decoder.decode(json.getBytes(UTF_8), Allowance.UNLIMITED);
  }

  private static String write(SpanBatch batch) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("resourceSpans");
      OtlpJsonWriter.writeResourceSpans(batch, json);
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.toString(UTF_8);
  }
}
