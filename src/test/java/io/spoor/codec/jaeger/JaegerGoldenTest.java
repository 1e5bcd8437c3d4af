// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.jaegertracing.api_v2.Collector.PostSpansRequest;
import io.jaegertracing.api_v2.Model;
import io.spoor.codec.Allowance;
import io.spoor.codec.BatchDecoder;
import io.spoor.codec.otlp.ProtoView;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.SpanView;
import io.spoor.model.StatusCode;
import io.spoor.model.Trace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** One batch with every field, written down in each of Jaeger's forms. */
class JaegerGoldenTest {
  private static final ByteString TRACE = ThriftForm.id(0x0011223344556677L, 0x8899aabbccddeeffL);
  private static final ClientReport REPORT = new ClientReport(true, 42, true, 1, 2, 3);

  @Test
  void librariesWriteTheFiles() throws IOException {
    assertHex(ThriftForm.binary(batch()), "batch.binary.hex");
    assertHex(message(ThriftProtocol.BINARY), "message.binary.hex");
    assertHex(message(ThriftProtocol.COMPACT), "message.compact.hex");
    assertHex(
        PostSpansRequest.newBuilder().setBatch(batch()).build().toByteArray(), "request.proto.hex");
  }

  private static byte[] message(ThriftProtocol form) {
    return ThriftForm.message(form, batch(), REPORT);
  }

  private static void assertHex(byte[] bytes, String file) throws IOException {
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(hex(file));
  }

  @Test
  void allFormsAreTheSameSpan() throws IOException {
    AgentMessageDecoder binary = new AgentMessageDecoder(ThriftProtocol.BINARY);
    AgentMessageDecoder compact = new AgentMessageDecoder(ThriftProtocol.COMPACT);
    assertSpan(new ThriftBatchDecoder(), "batch.binary.hex");
    assertSpan(binary, "message.binary.hex");
    assertSpan(compact, "message.compact.hex");
    assertSpan(new JaegerProtoDecoder(), "request.proto.hex");
    assertThat(binary.report()).isEqualTo(REPORT);
    assertThat(compact.report()).isEqualTo(REPORT);
  }

  private static void assertSpan(BatchDecoder decoder, String file) throws IOException {
    SpanBatch batch =
        decoder.decode(HexFormat.of().parseHex(hex(file)), Allowance.UNLIMITED).batch();
    assertThat(ProtoView.of(batch)).isEqualTo(TranslationOracle.of(batch()));
    SpanView span = batch.span(0);
    assertThat(span.traceId()).hasToString("00112233445566778899aabbccddeeff");
    assertThat(span.parentSpanId()).isEqualTo(3);
    assertThat(span.serviceName()).isEqualTo("shop");
    assertThat(span.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.statusMessage()).isEqualTo("not found");
    assertThat(span.traceState()).isEqualTo("vendor=1");
    assertThat(span.scopeName()).isEqualTo("net/http");
    assertThat(span.scopeVersion()).isEqualTo("1.2");
    assertThat(span.startTimeUnixNano()).isEqualTo(1_795_176_000_123_456_000L);
    assertThat(span.durationNano()).isEqualTo(5_000_000);
    assertThat(batch.strings().string(batch.events().name(0))).isEqualTo("retry");
  }

  @Test
  void columnsAreEncodedAsTheFile() throws IOException {
    byte[] request = HexFormat.of().parseHex(hex("request.proto.hex"));
    SpanBatch batch = new JaegerProtoDecoder().decode(request, Allowance.UNLIMITED).batch();
    Trace trace =
        Trace.of(batch.span(0).traceId(), new SpanBatch[] {batch}, new int[] {0})
            .withWarning(0, "moved");
    assertHex(new JaegerSpanEncoder(trace).chunk(0, 1), "chunk.proto.hex");
  }

  static Model.Batch batch() {
    Model.Span.Builder span =
        Model.Span.newBuilder()
            .setTraceId(TRACE)
            .setSpanId(ThriftForm.id(2))
            .setOperationName("GET /käse")
            .addReferences(reference(TRACE, 3, 0))
            .addReferences(reference(ThriftForm.id(0, 9), 4, 1))
            .setFlags(3)
            .setStartTime(Timestamp.newBuilder().setSeconds(1_795_176_000).setNanos(123_456_000))
            .setDuration(Duration.newBuilder().setNanos(5_000_000))
            .addTags(text("span.kind", "client"))
            .addTags(text("otel.scope.name", "net/http"))
            .addTags(text("otel.scope.version", "1.2"))
            .addTags(text("w3c.tracestate", "vendor=1"))
            .addTags(text("http.status_message", "not found"))
            .addTags(tag("http.status_code", 2).setVInt64(404))
            .addTags(tag("sampler.param", 1).setVBool(true))
            .addTags(tag("cached", 1))
            .addTags(tag("ratio", 3).setVFloat64(-0.5))
            .addTags(tag("body", 4).setVBinary(ByteString.copyFrom(new byte[] {0, -1})))
            .addTags(text("peer.service", "a"))
            .addTags(text("peer.service", "b"))
            .addLogs(
                Model.Log.newBuilder()
                    .setTimestamp(Timestamp.newBuilder().setSeconds(1_795_176_000).setNanos(1000))
                    .addFields(text("event", "retry"))
                    .addFields(tag("attempt", 2).setVInt64(-2)));
    return Model.Batch.newBuilder()
        .addSpans(span)
        .setProcess(
            Model.Process.newBuilder()
                .setServiceName("shop")
                .addTags(text("hostname", "node"))
                .addTags(text("jaeger.version", "Java-1.8.1")))
        .build();
  }

  private static Model.SpanRef reference(ByteString trace, long span, int type) {
    return Model.SpanRef.newBuilder()
        .setTraceId(trace)
        .setSpanId(ThriftForm.id(span))
        .setRefTypeValue(type)
        .build();
  }

  private static Model.KeyValue.Builder tag(String key, int type) {
    return Model.KeyValue.newBuilder().setKey(key).setVTypeValue(type);
  }

  private static Model.KeyValue.Builder text(String key, String value) {
    return tag(key, 0).setVStr(value);
  }

  private static String hex(String file) throws IOException {
    try (InputStream in = JaegerGoldenTest.class.getResourceAsStream("/codec/jaeger/" + file)) {
      byte[] text = Objects.requireNonNull(in, file).readAllBytes();
      return new String(text, StandardCharsets.US_ASCII).replaceAll("\\s", "");
    }
  }
}
