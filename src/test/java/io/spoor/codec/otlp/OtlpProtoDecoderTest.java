// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.spoor.TestSeed;
import io.spoor.codec.Allowance;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.MalformedException;
import io.spoor.model.SpanBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpProtoDecoderTest {
  private static final int RESOURCE_SPANS = 1;
  private static final int SCOPE_SPANS = 2;
  private static final int SPANS = 2;
  private static final int ATTRIBUTES = 9;

  private final OtlpProtoDecoder decoder = new OtlpProtoDecoder();

  @Test
  void readsWhatProtobufJavaWrote() {
    Random random = TestSeed.random();
    for (int i = 0; i < 500; i++) {
      ExportTraceServiceRequest request =
          new RandomRequests(random, random.nextBoolean()).request();
      DecodedBatch decoded = decode(request.toByteArray());
      assertThat(ProtoView.of(decoded.batch())).isEqualTo(ProtoView.of(request));
      assertThat(decoded.rejectedSpans()).isZero();
      assertThat(decoded.rejectedReason()).isEmpty();
    }
  }

  @Test
  void emptyBodyIsAnEmptyBatch() {
    assertThat(decode(new byte[0]).batch().size()).isZero();
  }

  /** Two encodings one after another are the merged message: fields twice, and in any order. */
  @Test
  void mergesWhatComesTwiceAsProtobufJavaDoes() throws IOException {
    Random random = TestSeed.random();
    for (int i = 0; i < 300; i++) {
      RandomRequests requests = new RandomRequests(random, true);
      byte[] resources =
          joined(requests.resourceSpans().toByteArray(), requests.resourceSpans().toByteArray());
      byte[] scopes =
          joined(requests.scopeSpans().toByteArray(), requests.scopeSpans().toByteArray());
      byte[] spans = joined(requests.span().toByteArray(), requests.span().toByteArray());
      byte[] pairs =
          joined(
              requests.pair(0).toByteArray(),
              field(2, requests.value(0).toByteArray()),
              field(2, requests.value(0).toByteArray()),
              field(2, new byte[0]));
      byte[] span = joined(field(ATTRIBUTES, pairs), spans, field(ATTRIBUTES, pairs));
      byte[] body =
          field(
              RESOURCE_SPANS,
              joined(field(SCOPE_SPANS, joined(field(SPANS, span), scopes)), resources));
      assertSameAsProtobufJava(body);
    }
  }

  @Test
  void listsOfOneValueInSeveralPartsAreOneList() throws IOException {
    byte[] one = list("one").toByteArray();
    byte[] two = list("two").toByteArray();
    byte[] text = AnyValue.newBuilder().setStringValue("between").build().toByteArray();
    KeyValue.Builder pair = KeyValue.newBuilder().setKey("k");

    assertSameAsProtobufJava(
        withAttribute(joined(pair.build().toByteArray(), field(2, one), field(2, two))));
    assertSameAsProtobufJava(withAttribute(field(2, joined(one, two))));
    assertSameAsProtobufJava(withAttribute(joined(field(2, joined(one, text)), field(2, two))));
    assertSameAsProtobufJava(withAttribute(joined(field(2, one), field(2, text))));
  }

  private static AnyValue list(String element) {
    return AnyValue.newBuilder()
        .setArrayValue(
            ArrayValue.newBuilder().addValues(AnyValue.newBuilder().setStringValue(element)))
        .build();
  }

  private byte[] withAttribute(byte[] pair) throws IOException {
    return withSpanFields(field(ATTRIBUTES, pair));
  }

  private byte[] withSpanFields(byte[] fields) throws IOException {
    byte[] span = joined(span().build().toByteArray(), fields);
    return field(RESOURCE_SPANS, field(SCOPE_SPANS, field(SPANS, span)));
  }

  @Test
  void truncatedAnywhereItIsValidOrMalformed() throws IOException {
    byte[] body = sample();
    for (int length = 0; length < body.length; length++) {
      assertSameAsProtobufJava(Arrays.copyOf(body, length));
    }
  }

  @Test
  void withAnyBitFlippedItIsValidOrMalformed() throws IOException {
    byte[] body = sample();
    for (int bit = 0; bit < 8 * body.length; bit++) {
      byte[] flipped = body.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertSameAsProtobufJava(flipped);
    }
  }

  @Test
  void randomDamageIsValidOrMalformed() throws IOException {
    Random random = TestSeed.random();
    for (int i = 0; i < 5_000; i++) {
      byte[] body = new RandomRequests(random, true).request().toByteArray();
      for (int damage = 1 + random.nextInt(4); damage > 0 && body.length > 0; damage--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      assertSameAsProtobufJava(body);
    }
  }

  @Test
  void randomBytesAreValidOrMalformed() throws IOException {
    Random random = TestSeed.random();
    for (int i = 0; i < 50_000; i++) {
      byte[] body = new byte[random.nextInt(24)];
      random.nextBytes(body);
      if (body.length > 2 && random.nextBoolean()) {
        body[0] = 0x0a;
        body[1] = (byte) (body.length - 2);
      }
      assertSameAsProtobufJava(body);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 40, 46, 47, 48, 49, 50, 200, 10_000})
  void nestsValuesAsDeepAsProtobufJava(int lists) throws IOException {
    byte[] value = AnyValue.newBuilder().setIntValue(1).build().toByteArray();
    for (int i = 0; i < lists; i++) {
      value = field(5, field(1, value));
    }
    assertSameAsProtobufJava(withAttribute(field(2, value)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 50, 95, 96, 97, 98, 99, 100, 101, 10_000})
  void skipsGroupsNestedAsDeepAsProtobufJava(int groups) throws IOException {
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(fields);
    for (int i = 0; i < groups; i++) {
      out.writeTag(1000, 3);
    }
    for (int i = 0; i < groups; i++) {
      out.writeTag(1000, 4);
    }
    out.flush();
    assertSameAsProtobufJava(withSpanFields(fields.toByteArray()));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8, 0, 'trace_id must have 16 bytes, had 0'",
    "15, 8, 0, 'trace_id must have 16 bytes, had 15'",
    "17, 8, 8, 'trace_id must have 16 bytes, had 17'",
    "16, 0, 0, 'span_id must have 8 bytes, had 0'",
    "16, 7, 0, 'span_id must have 8 bytes, had 7'",
    "16, 8, 4, 'parent_span_id must have 8 bytes, had 4'",
  })
  void leavesOutSpansWithIdsOfWrongLength(int trace, int span, int parent, String reason) {
    Span bad =
        span()
            .setTraceId(bytes(trace))
            .setSpanId(bytes(span))
            .setParentSpanId(bytes(parent))
            .setName("bad")
            .build();
    DecodedBatch decoded = decode(request(span().build(), bad, span().setName("last").build()));
    assertThat(decoded.rejectedSpans()).isEqualTo(1);
    assertThat(decoded.rejectedReason()).isEqualTo(reason);
    assertThat(decoded.batch().size()).isEqualTo(2);
    assertThat(decoded.batch().span(1).name()).isEqualTo("last");
  }

  @Test
  void leavesOutSpansWithIdsOfZeros() {
    ByteString zeros = ByteString.copyFrom(new byte[16]);
    DecodedBatch noTrace = decode(request(span().setTraceId(zeros).build()));
    assertThat(noTrace.rejectedReason()).isEqualTo("trace_id must not be all zero");
    DecodedBatch noSpan = decode(request(span().setSpanId(zeros.substring(8)).build()));
    assertThat(noSpan.rejectedReason()).isEqualTo("span_id must not be all zero");
    assertThat(noSpan.batch().size()).isZero();
  }

  @Test
  void leavesOutSpansWithLinkIdsOfWrongLength() {
    Span.Link bad = Span.Link.newBuilder().setTraceId(bytes(16)).setSpanId(bytes(9)).build();
    Span.Link worse = Span.Link.newBuilder().setTraceId(bytes(1)).build();
    DecodedBatch decoded =
        decode(
            request(
                span().addLinks(bad).addEvents(Span.Event.newBuilder().setName("gone")).build(),
                span().addLinks(worse).build(),
                span().addLinks(Span.Link.getDefaultInstance()).build()));
    assertThat(decoded.rejectedSpans()).isEqualTo(2);
    assertThat(decoded.rejectedReason()).isEqualTo("link span_id must have 8 bytes, had 9");
    assertThat(decoded.batch().links().size()).isEqualTo(1);
    assertThat(decoded.batch().events().size()).isZero();
  }

  @Test
  void parentOfZerosIsNone() {
    ByteString zeros = ByteString.copyFrom(new byte[8]);
    SpanBatch batch = decode(request(span().setParentSpanId(zeros).build())).batch();
    assertThat(batch.spans().parentSpanId(0)).isZero();
  }

  @Test
  void textThatIsNotUtf8IsKeptAndTold() throws IOException {
    byte[] name = {(byte) 0xff, 'x'};
    SpanBatch batch = decode(withSpanFields(field(5, name))).batch();
    assertThat(batch.strings().hasInvalidText()).isTrue();
    assertThat(batch.strings().copy(batch.spans().name(0))).isEqualTo(name);
    assertThat(decode(request(span().build())).batch().strings().hasInvalidText()).isFalse();
  }

  @Test
  void endBeforeStartIsKept() {
    Span span = span().setStartTimeUnixNano(10).setEndTimeUnixNano(3).build();
    assertThat(decode(request(span)).batch().span(0).durationNano()).isEqualTo(-7);
  }

  @Test
  void saysWhereItIsMalformed() {
    byte[] body = request(span().build());
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> decode(Arrays.copyOf(body, body.length - 1)))
        .withMessageMatching("invalid protobuf at byte \\d+: length \\d+ reaches beyond the end");
  }

  @Test
  void nextRequestAfterMalformedOneIsRead() {
    byte[] body = request(span().setName("good").build());
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> decode(Arrays.copyOf(body, body.length - 3)));
    assertThat(decode(body).batch().span(0).name()).isEqualTo("good");
  }

  /**
   * Accepts what protobuf-java accepts, with the same content. Two differences are wanted: text
   * need not be UTF-8, and a number may not go on after ten bytes, where protobuf-java stops
   * reading and Go's and C++'s libraries say that it is malformed.
   */
  private void assertSameAsProtobufJava(byte[] body) {
    String refusal = refusalOf(body);
    ExportTraceServiceRequest expected;
    try {
      expected = ExportTraceServiceRequest.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      if (!String.valueOf(e.getMessage()).contains("UTF-8")) {
        assertThat(refusal).as(() -> Arrays.toString(body)).isNotEmpty();
      }
      return;
    }
    if (refusal.isEmpty()) {
      assertSameContent(body, expected);
    } else {
      assertThat(refusal).endsWith("number of more than 10 bytes");
    }
  }

  /** The message of the exception; empty when there is none. */
  private String refusalOf(byte[] body) {
    try {
      decode(body);
      return "";
    } catch (MalformedException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void assertSameContent(byte[] body, ExportTraceServiceRequest expected) {
    DecodedBatch decoded = decode(body);
    assertThat(ProtoView.of(decoded.batch()))
        .as(() -> Arrays.toString(body))
        .isEqualTo(ProtoView.of(expected));
    assertThat(decoded.batch().size() + decoded.rejectedSpans())
        .isEqualTo(
            expected.getResourceSpansList().stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .mapToInt(ScopeSpans::getSpansCount)
                .sum());
  }

  private static byte[] sample() {
    RandomRequests requests = new RandomRequests(new Random(4), true);
    return request(requests.span(), requests.span());
  }

  private DecodedBatch decode(byte[] body) {
    return decoder.decode(body, Allowance.UNLIMITED);
  }

  private static Span.Builder span() {
    return Span.newBuilder().setTraceId(bytes(16)).setSpanId(bytes(8));
  }

  private static ByteString bytes(int length) {
    return ByteString.copyFrom("abcdefghijklmnopqrstuvwxyz", StandardCharsets.UTF_8)
        .substring(0, length);
  }

  private static byte[] request(Span... spans) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(Arrays.asList(spans))))
        .build()
        .toByteArray();
  }

  private static byte[] field(int number, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeByteArray(number, content);
    out.flush();
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[]... parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.write(part);
    }
    return bytes.toByteArray();
  }
}
