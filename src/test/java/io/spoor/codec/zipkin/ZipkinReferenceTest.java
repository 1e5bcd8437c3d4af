// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import io.spoor.codec.Allowance;
import io.spoor.codec.BatchDecoder;
import io.spoor.codec.DecodedBatch;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import zipkin2.Annotation;
import zipkin2.Endpoint;
import zipkin2.Span;
import zipkin2.codec.SpanBytesEncoder;

/** Random spans, encoded by Zipkin itself in each of its formats. */
class ZipkinReferenceTest {
  private static final int ROUNDS = 300;

  private final ZipkinJsonV2Decoder jsonV2 = new ZipkinJsonV2Decoder();
  private final ZipkinProtoDecoder proto = new ZipkinProtoDecoder();
  private final ZipkinJsonV1Decoder jsonV1 = new ZipkinJsonV1Decoder();
  private final ZipkinThriftDecoder thrift = ZipkinThriftDecoder.ofList();

  @Test
  void v2JsonIsReadAsItWasMeant() {
    Random random = TestSeed.random();
    for (int i = 0; i < ROUNDS; i++) {
      List<Span> spans = RandomZipkinSpans.list(random, false);
      assertSame(decoded(jsonV2, SpanBytesEncoder.JSON_V2, spans), expected(spans));
    }
  }

  @Test
  void v2ProtobufIsReadAsItWasMeant() {
    Random random = TestSeed.random();
    for (int i = 0; i < ROUNDS; i++) {
      List<Span> spans = RandomZipkinSpans.list(random, false);
      assertSame(decoded(proto, SpanBytesEncoder.PROTO3, spans), expected(spans));
    }
  }

  @Test
  void v1JsonOfCompleteSpansIsReadAsItWasMeant() {
    Random random = TestSeed.random();
    for (int i = 0; i < ROUNDS; i++) {
      List<Span> spans = RandomZipkinSpans.list(random, true);
      assertSame(decoded(jsonV1, SpanBytesEncoder.JSON_V1, spans), expected(spans));
    }
  }

  @Test
  void v1ThriftOfCompleteSpansIsReadAsItWasMeant() {
    Random random = TestSeed.random();
    for (int i = 0; i < ROUNDS; i++) {
      List<Span> spans = RandomZipkinSpans.list(random, true);
      assertSame(decoded(thrift, SpanBytesEncoder.THRIFT, spans), expected(spans));
    }
  }

  @Test
  void bothFormatsOfV1SayTheSameOfAnySpan() {
    Random random = TestSeed.random();
    for (int i = 0; i < ROUNDS; i++) {
      List<Span> spans = RandomZipkinSpans.list(random, false);
      assertSame(
          decoded(thrift, SpanBytesEncoder.THRIFT, spans),
          decoded(jsonV1, SpanBytesEncoder.JSON_V1, spans));
    }
  }

  private static void assertSame(List<String> actual, List<String> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i)).isEqualTo(expected.get(i));
    }
  }

  private static List<String> decoded(
      BatchDecoder decoder, SpanBytesEncoder encoder, List<Span> spans) {
    DecodedBatch decoded = decoder.decode(encoder.encodeList(spans), Allowance.UNLIMITED);
    assertThat(decoded.rejectedSpans()).isZero();
    return SpanText.of(decoded.batch());
  }

  private static List<String> expected(List<Span> spans) {
    return spans.stream().map(ZipkinReferenceTest::expected).toList();
  }

  private static String expected(Span span) {
    TreeSet<String> attributes = new TreeSet<>();
    StringBuilder text = new StringBuilder();
    String traceId = "0".repeat(32 - span.traceId().length()) + span.traceId();
    text.append("span ").append(traceId).append(' ').append(span.id());
    text.append(" parent ").append(Objects.requireNonNullElse(span.parentId(), "0".repeat(16)));
    text.append("\n  name ").append(Objects.requireNonNullElse(span.name(), ""));
    String kind = span.kind() == null ? "unspecified" : span.kind().name();
    text.append("\n  kind ").append(kind.toLowerCase(Locale.ROOT));
    text.append("\n  time ").append(startMicros(span, attributes) * 1000);
    text.append(" + ").append(span.durationAsLong() * 1000);
    status(text, span.tags().get("error"), attributes);
    resource(text, span);
    text.append("\n  scope  ");
    tags(span, attributes);
    attributes.forEach(text::append);
    for (Annotation annotation : span.annotations()) { // sorted
      text.append("\n  event ").append(annotation.timestamp() * 1000);
      text.append(' ').append(annotation.value());
    }
    return text.append('\n').toString();
  }

  private static long startMicros(Span span, Set<String> attributes) {
    if (span.timestampAsLong() != 0) {
      return span.timestampAsLong();
    }
    attributes.add(line("otel.zipkin.absentField.startTime", "BOOL", "true"));
    return span.annotations().stream().mapToLong(Annotation::timestamp).min().orElse(0);
  }

  private static void status(StringBuilder text, @Nullable String error, Set<String> attributes) {
    String message = error == null || error.equals("true") ? "" : error;
    text.append("\n  status ").append(error == null ? "UNSET" : "ERROR");
    text.append(' ').append(message);
    if (!message.isEmpty()) {
      attributes.add(line("error.message", "STRING", message));
    }
  }

  private static void resource(StringBuilder text, Span span) {
    String host = span.tags().get("host.name");
    if (host != null) {
      text.append(SpanText.line("resource", "host.name", "STRING", host));
    }
    String service = span.localServiceName();
    if (service != null) {
      text.append(SpanText.line("resource", "service.name", "STRING", service));
    }
  }

  private static void tags(Span span, Set<String> attributes) {
    for (Map.Entry<String, String> tag : span.tags().entrySet()) {
      if (!tag.getKey().equals("host.name") && !tag.getKey().equals("error")) {
        attributes.add(line(tag.getKey(), "STRING", tag.getValue()));
      }
    }
    endpoint(attributes, span.localEndpoint(), "host", "local");
    endpoint(attributes, span.remoteEndpoint(), "peer", "remote");
    String peer = span.remoteServiceName();
    if (peer != null) {
      attributes.add(line("peer.service", "STRING", peer));
    }
    if (Boolean.TRUE.equals(span.shared())) {
      attributes.add(line("zipkin.shared", "BOOL", "true"));
    }
    if (Boolean.TRUE.equals(span.debug())) {
      attributes.add(line("zipkin.debug", "BOOL", "true"));
    }
  }

  private static void endpoint(
      Set<String> attributes, @Nullable Endpoint endpoint, String side, String word) {
    if (endpoint == null) {
      return;
    }
    String ipv4 = endpoint.ipv4();
    String ipv6 = endpoint.ipv6();
    if (ipv6 != null) {
      attributes.add(line("net." + side + ".ip", "STRING", ipv6));
    }
    if (ipv4 != null) {
      String key = ipv6 == null ? "net." + side + ".ip" : "zipkin." + word + ".ipv4";
      attributes.add(line(key, "STRING", ipv4));
    }
    if (endpoint.portAsInt() != 0) {
      attributes.add(line("net." + side + ".port", "INT", "" + endpoint.portAsInt()));
    }
  }

  private static String line(String key, String type, String value) {
    return SpanText.line("attribute", key, type, value);
  }
}
