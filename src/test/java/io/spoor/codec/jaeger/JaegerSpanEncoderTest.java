// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.jaegertracing.api_v2.Collector.PostSpansRequest;
import io.jaegertracing.api_v2.Model;
import io.jaegertracing.api_v2.Query.SpansResponseChunk;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.codec.Allowance;
import io.spoor.codec.otlp.ProtoView;
import io.spoor.model.SpanBatch;
import io.spoor.model.Trace;
import io.spoor.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JaegerSpanEncoderTest {
  private static final ByteString TRACE = ThriftForm.id(7, 1);

  private final JaegerProtoDecoder decoder = new JaegerProtoDecoder();

  @Test
  void whatCameInComesOutEqual() throws InvalidProtocolBufferException {
    Model.Span span = client();
    assertThat(again(span)).isEqualTo(span);
  }

  /** As an instrumented service sends it, in the order in which it comes back. */
  private static Model.Span client() {
    return Model.Span.newBuilder()
        .setTraceId(TRACE)
        .setSpanId(ThriftForm.id(2))
        .setOperationName("GET /")
        .addReferences(reference(TRACE, 1, Model.SpanRefType.CHILD_OF))
        .addReferences(reference(TRACE, 3, Model.SpanRefType.FOLLOWS_FROM))
        .addReferences(reference(ThriftForm.id(0, 9), 4, Model.SpanRefType.CHILD_OF))
        .setFlags(3) // sampled, debug
        .setStartTime(Timestamp.newBuilder().setSeconds(1_795_176_000).setNanos(123_456_789))
        .setDuration(Duration.newBuilder().setSeconds(1).setNanos(5))
        .addTags(text("otel.scope.name", "net/http"))
        .addTags(text("otel.scope.version", "1.2"))
        .addTags(text("sampler.type", "const"))
        .addTags(tag("sampler.param", 1).setVBool(true))
        .addTags(tag("http.status_code", 2).setVInt64(500))
        .addTags(tag("ratio", 3).setVFloat64(0.5))
        .addTags(tag("body", 4).setVBinary(ByteString.copyFromUtf8("\0x")))
        .addTags(text("internal.span.format", "proto"))
        .addTags(text("peer.service", "a"))
        .addTags(text("peer.service", "b"))
        .addTags(text("span.kind", "server"))
        .addTags(text("otel.status_code", "ERROR"))
        .addTags(tag("error", 1).setVBool(true))
        .addTags(text("otel.status_description", "it broke"))
        .addTags(text("w3c.tracestate", "vendor=1"))
        .addLogs(
            Model.Log.newBuilder()
                .setTimestamp(Timestamp.newBuilder().setSeconds(1_795_176_000).setNanos(1))
                .addFields(text("event", "retry"))
                .addFields(text("message", "once more"))
                .addFields(tag("attempt", 2).setVInt64(2)))
        .addLogs(Model.Log.newBuilder().setTimestamp(Timestamp.newBuilder().setSeconds(2)))
        .setProcess(
            Model.Process.newBuilder()
                .setServiceName("shop")
                .addTags(text("host.name", "node"))
                .addTags(text("jaeger.version", "Java-1.8.1")))
        .addWarnings("clock is off")
        .addWarnings("very")
        .build();
  }

  private static Model.SpanRef reference(ByteString trace, long span, Model.SpanRefType type) {
    return Model.SpanRef.newBuilder()
        .setTraceId(trace)
        .setSpanId(ThriftForm.id(span))
        .setRefType(type)
        .build();
  }

  private static Model.KeyValue.Builder tag(String key, int type) {
    return Model.KeyValue.newBuilder().setKey(key).setVTypeValue(type);
  }

  private static Model.KeyValue.Builder text(String key, String value) {
    return tag(key, 0).setVStr(value);
  }

  @Test
  void flagsThatFitStayWithoutAnAttribute() {
    SpanBatch sampled = decode(client().toBuilder().setFlags(1).build());
    assertThat(sampled.strings().find(JaegerFlags.KEY)).isEqualTo(-1);
    assertThat(sampled.spans().flags(0)).isEqualTo(1);
    assertThat(decode(client()).spans().flags(0)).isEqualTo(1);
  }

  /**
   * Only the order may differ: of attributes, where a tag came several times, and of links, since
   * the reference to the parent goes first, and once.
   */
  @Test
  void whatCameOutComesInAsTheSameColumns() throws InvalidProtocolBufferException {
    Random random = TestSeed.random();
    for (int i = 0; i < 5_000; i++) {
      RandomBatches batches = new RandomBatches(random, false);
      Model.Span span = batches.span().toBuilder().setProcess(batches.process()).build();
      if (TranslationOracle.isValid(span)) {
        assertThat(sorted(decode(again(span)))).isEqualTo(sorted(decode(span)));
      }
    }
  }

  private static ResourceSpans sorted(SpanBatch batch) {
    ResourceSpans.Builder view = ProtoView.of(batch).get(0).toBuilder();
    Span.Builder span = view.getScopeSpansBuilder(0).getSpansBuilder(0);
    List<KeyValue> attributes = new ArrayList<>(span.getAttributesList());
    attributes.sort(Comparator.comparing(KeyValue::toString));
    span.clearAttributes().addAllAttributes(attributes);
    List<Span.Link> links = new ArrayList<>(new LinkedHashSet<>(span.getLinksList()));
    links.sort(Comparator.comparing(Span.Link::toString));
    span.clearLinks().addAllLinks(links);
    return view.build();
  }

  @Test
  void chunkHasTheSpansOneByOne() throws InvalidProtocolBufferException {
    Random random = TestSeed.random();
    SpanBatch batch = TestSpans.random(random, 40);
    int[] rows = new int[batch.size()];
    SpanBatch[] batches = new SpanBatch[batch.size()];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = row;
      batches[row] = batch;
    }
    Trace trace = Trace.of(new TraceId(1, 2), batches, rows);
    JaegerSpanEncoder encoder = new JaegerSpanEncoder(trace);
    SpansResponseChunk chunk = SpansResponseChunk.parseFrom(encoder.chunk(3, 13));
    assertThat(chunk.getSpansCount()).isEqualTo(10);
    for (int i = 0; i < 10; i++) {
      assertThat(chunk.getSpans(i)).isEqualTo(Model.Span.parseFrom(encoder.span(3 + i)));
      assertThat(chunk.getSpans(i).getTraceId()).isEqualTo(ThriftForm.id(1, 2));
      assertThat(chunk.getSpans(i).hasProcess()).isTrue();
    }
    assertThat(encoder.chunk(5, 5)).isEmpty();
  }

  @Test
  void showsWhatAdjustersChanged() throws InvalidProtocolBufferException {
    Trace stored = trace(client());
    long start = stored.startTimeUnixNano(0);
    Trace adjusted =
        stored
            .withIds(new long[] {12}, new long[] {11})
            .withTimes(new long[] {start + 1_000_000_000}, new long[] {-7})
            .withWarning(0, "moved")
            .asSorted();
    Model.Span span = Model.Span.parseFrom(new JaegerSpanEncoder(adjusted).span(0));
    assertThat(span.getSpanId()).isEqualTo(ThriftForm.id(12));
    assertThat(span.getReferences(0).getSpanId()).isEqualTo(ThriftForm.id(11));
    assertThat(span.getStartTime().getSeconds()).isEqualTo(1_795_176_001);
    assertThat(span.getDuration()).isEqualTo(Duration.newBuilder().setNanos(-7).build());
    assertThat(span.getLogs(0).getTimestamp().getSeconds())
        .isEqualTo(3); // by name: none goes first
    assertThat(span.getWarningsList()).containsExactly("clock is off", "very", "moved");
    assertThat(span.getTagsList().subList(2, 10)).extracting(Model.KeyValue::getKey).isSorted();
  }

  @Test
  void timesBeforeTheEpochAreShownAtIt() throws InvalidProtocolBufferException {
    Trace stored = trace(client());
    Trace moved = stored.withTimes(new long[] {-5_000_000_000L}, new long[] {1});
    Model.Span span = Model.Span.parseFrom(new JaegerSpanEncoder(moved).span(0));
    assertThat(span.getStartTime()).isEqualTo(Timestamp.getDefaultInstance());
    assertThat(span.getLogs(1).getTimestamp()).isEqualTo(Timestamp.getDefaultInstance());
  }

  @Test
  void textThatIsNotUtf8IsReplaced() throws InvalidProtocolBufferException {
    byte[] body = request(client());
    String latin = new String(body, java.nio.charset.StandardCharsets.ISO_8859_1);
    body[latin.indexOf("it broke")] = (byte) 0xff;
    body[latin.indexOf("peer.service")] = (byte) 0xff;
    SpanBatch batch = decoder.decode(body, Allowance.UNLIMITED).batch();
    Model.Span span = Model.Span.parseFrom(new JaegerSpanEncoder(trace(batch)).span(0));
    assertThat(span.getTagsList())
        .contains(
            text("otel.status_description", "\ufffdt broke").build(),
            text("\ufffdeer.service", "a").build());
  }

  private Model.Span again(Model.Span span) throws InvalidProtocolBufferException {
    return Model.Span.parseFrom(new JaegerSpanEncoder(trace(span)).span(0));
  }

  private Trace trace(Model.Span span) {
    return trace(decode(span));
  }

  private static Trace trace(SpanBatch batch) {
    return Trace.of(batch.span(0).traceId(), new SpanBatch[] {batch}, new int[] {0});
  }

  private SpanBatch decode(Model.Span span) {
    return decoder.decode(request(span), Allowance.UNLIMITED).batch();
  }

  private static byte[] request(Model.Span span) {
    return PostSpansRequest.newBuilder()
        .setBatch(Model.Batch.newBuilder().addSpans(span))
        .build()
        .toByteArray();
  }
}
