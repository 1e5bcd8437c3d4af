// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.spoor.TestSpans;
import io.spoor.codec.Allowance;
import io.spoor.codec.TooLargeException;
import io.spoor.model.SpanBatch;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What decoders allocate, and what they ask for before they do. */
class DecoderMemoryTest {
  private static final long MIB = 1 << 20;

  private final OtlpProtoDecoder proto = new OtlpProtoDecoder();
  private final OtlpJsonDecoder json = new OtlpJsonDecoder();

  @Test
  void asksForAllThatABatchRetainsBeyondItsBody() {
    for (int spans : new int[] {0, 1, 40, 4000}) {
      byte[] body = OtlpProtoEncoder.encode(TestSpans.random(new java.util.Random(1), spans));
      Counting allowance = new Counting(Long.MAX_VALUE);
      SpanBatch batch = proto.decode(body, allowance).batch();
      assertThat(allowance.granted).isGreaterThanOrEqualTo(batch.bytes() - body.length);
    }
  }

  @Test
  void aMillionSpansStopAtTheAllowance() {
    byte[] body = validSpans(1_000_000);
    assertStopsAtTheAllowance(body);
  }

  @Test
  void aMillionEmptyEventsStopAtTheAllowance() {
    assertStopsAtTheAllowance(spanOf("5a00", 1_000_000));
  }

  @Test
  void aMillionEmptyLinksStopAtTheAllowance() {
    assertStopsAtTheAllowance(spanOf("6a00", 1_000_000));
  }

  @Test
  void aMillionEmptyAttributesStopAtTheAllowance() {
    assertStopsAtTheAllowance(spanOf("4a00", 1_000_000));
  }

  @Test
  void aMillionResourcesStopAtTheAllowance() {
    assertStopsAtTheAllowance(repeatedRaw("0a00", 1_000_000));
  }

  @Test
  void aMillionScopesStopAtTheAllowance() {
    byte[] scopes = repeatedRaw("1200", 1_000_000);
    assertStopsAtTheAllowance(wrapped(0x0a, scopes));
  }

  private void assertStopsAtTheAllowance(byte[] body) {
    Counting allowance = new Counting(4 * MIB);
    long allocated =
        allocatedBy(
            () ->
                assertThatExceptionOfType(TooLargeException.class)
                    .isThrownBy(() -> proto.decode(body, allowance)));
    assertThat(allocated).isLessThan(24 * MIB); // columns double, and AssertJ takes its share
    assertThat(proto.decode(TestBodies.small(), Allowance.UNLIMITED).batch().size()).isEqualTo(1);
  }

  @Test
  void aHundredThousandAttributesOnOneSpanAreRead() {
    Span.Builder span = TestBodies.span();
    for (int i = 0; i < 100_000; i++) {
      span.addAttributes(TestSpans.keyValue("key-" + i, (long) i));
    }
    SpanBatch batch = decode(TestBodies.request(span.build()));
    assertThat(batch.span(0).attributes().size()).isEqualTo(100_000);
    assertThat(batch.span(0).attributes().key(99_999)).isEqualTo("key-99999");
  }

  @Test
  void aMegabyteInOneAttributeIsNotCopied() {
    String value = "x".repeat(1 << 20);
    byte[] body =
        TestBodies.request(TestBodies.span().addAttributes(TestSpans.keyValue("k", value)).build());
    decode(body); // warm: classes and scratch
    SpanBatch[] batch = new SpanBatch[1];
    assertThat(allocatedBy(() -> batch[0] = decode(body))).isLessThan(MIB / 4);
    assertThat(batch[0].span(0).attributes().text(0)).isEqualTo(value);
  }

  @Test
  void scratchOfALargeBatchIsGivenUp() {
    decode(OtlpProtoEncoder.encode(TestSpans.random(new java.util.Random(1), 50_000)));
    long allocated = allocatedBy(() -> decode(TestBodies.small()));
    assertThat(allocated).isLessThan(MIB); // nothing of 50,000 spans' size is copied or cleared
  }

  @Test
  void jsonStopsAtTheAllowance() {
    StringBuilder spans = new StringBuilder("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[");
    for (int i = 0; i < 100_000; i++) {
      spans.append(i == 0 ? "" : ",");
      spans.append(
          "{\"traceId\":\"00112233445566778899aabbccddeeff\",\"spanId\":\"0011223344556677\"}");
    }
    byte[] body = spans.append("]}]}]}").toString().getBytes(StandardCharsets.UTF_8);
    assertThatExceptionOfType(TooLargeException.class)
        .isThrownBy(() -> json.decode(body, new Counting(2L * body.length + MIB)));
    Counting enough = new Counting(Long.MAX_VALUE);
    SpanBatch batch = json.decode(body, enough).batch();
    assertThat(batch.size()).isEqualTo(100_000);
    assertThat(enough.granted).isGreaterThanOrEqualTo(batch.bytes());
  }

  private SpanBatch decode(byte[] body) {
    return proto.decode(body, Allowance.UNLIMITED).batch();
  }

  private static long allocatedBy(Runnable action) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    action.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static byte[] validSpans(int count) {
    byte[] span = TestBodies.span().build().toByteArray();
    ByteArrayOutputStream spans = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      spans.writeBytes(wrapped(0x12, span));
    }
    return wrapped(0x0a, wrapped(0x12, spans.toByteArray()));
  }

  private static byte[] spanOf(String field, int count) {
    ByteArrayOutputStream span = new ByteArrayOutputStream();
    span.writeBytes(TestBodies.span().build().toByteArray());
    span.writeBytes(repeatedRaw(field, count));
    return wrapped(0x0a, wrapped(0x12, wrapped(0x12, span.toByteArray())));
  }

  private static byte[] repeatedRaw(String hex, int count) {
    byte[] field = java.util.HexFormat.of().parseHex(hex);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      bytes.writeBytes(field);
    }
    return bytes.toByteArray();
  }

  private static byte[] wrapped(int tag, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(tag);
    for (int left = content.length; ; left >>>= 7) {
      if (left < 0x80) {
        bytes.write(left);
        break;
      }
      bytes.write(left | 0x80);
    }
    bytes.writeBytes(content);
    return bytes.toByteArray();
  }

  /** Grants up to a limit. */
  private static final class Counting implements Allowance {
    private final long limit;
    private long granted;

    Counting(long limit) {
      this.limit = limit;
    }

    @Override
    public boolean tryGrow(long bytes) {
      assertThat(bytes).isPositive();
      if (granted + bytes > limit) {
        return false;
      }
      granted += bytes;
      return true;
    }
  }

  /** Small requests. */
  private static final class TestBodies {
    static Span.Builder span() {
      return new RandomRequests(new java.util.Random(1), false)
          .span().toBuilder().clearAttributes().clearEvents().clearLinks().setName("span");
    }

    static byte[] small() {
      return request(span().build());
    }

    static byte[] request(Span span) {
      ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
      request.addResourceSpansBuilder().addScopeSpansBuilder().addSpans(span);
      return request.build().toByteArray();
    }
  }
}
