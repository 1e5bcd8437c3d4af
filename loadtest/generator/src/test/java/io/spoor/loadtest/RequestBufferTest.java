// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufUtil;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class RequestBufferTest {
  private static final int SPANS = 512;
  private static final long START_NANOS = 1_790_000_000_123_456_789L;

  private final Workload workload = new Workload(42);

  @Test
  void requestHasTheWantedSizeAndShape() throws IOException {
    for (int service = 0; service < Workload.SERVICES; service++) {
      ResourceSpans resource = decode(patched(service, 0)).getResourceSpans(0);
      List<Span> spans = resource.getScopeSpans(0).getSpansList();

      assertThat(new RequestTemplate(Format.OTLP, service, SPANS).bytes().length / (double) SPANS)
          .isBetween(457.5, 459.0);
      assertThat(resource.getResource().getAttributesList()).hasSize(5);
      assertThat(spans)
          .hasSize(SPANS)
          .allSatisfy(span -> assertThat(span.getAttributesList()).hasSize(10));
      assertThat(spans).filteredOn(span -> span.getEventsCount() == 1).hasSize(SPANS / 4);
      assertThat(spans)
          .filteredOn(span -> span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR)
          .hasSize(SPANS / 50);
    }
  }

  @Test
  void spansOfOneTraceFormTheTree() throws IOException {
    RequestBuffer rootBuffer = patched(0, 7);
    List<Span> roots = spans(rootBuffer);
    for (int service = 1; service < Workload.SERVICES; service++) {
      List<Span> parents = spans(patched(Workload.parent(service), 7));
      List<Span> spans = spans(patched(service, 7));
      for (int i = 0; i < SPANS; i++) {
        Span span = spans.get(i);
        Span parent = parents.get(i);
        assertThat(span.getTraceId()).isEqualTo(roots.get(i).getTraceId());
        assertThat(span.getParentSpanId()).isEqualTo(parent.getSpanId());
        assertThat(span.getStartTimeUnixNano())
            .isGreaterThanOrEqualTo(parent.getStartTimeUnixNano());
        assertThat(span.getEndTimeUnixNano())
            .isBetween(span.getStartTimeUnixNano() + 1, parent.getEndTimeUnixNano());
      }
    }
    assertThat(roots).allSatisfy(root -> assertThat(root.getParentSpanId().isEmpty()).isTrue());
  }

  @Test
  void idsAreThoseThatTheChecksExpect() throws IOException {
    List<Span> spans = spans(patched(3, 9 * SPANS));

    for (int i = 0; i < SPANS; i++) {
      assertThat(hex(spans.get(i).getTraceId())).isEqualTo(workload.traceIdHex(9 * SPANS + i));
      assertThat(hex(spans.get(i).getSpanId())).isEqualTo(workload.spanIdHex(9 * SPANS + i, 3));
      assertThat(attribute(spans.get(i), "user.id"))
          .isEqualTo(workload.userIdText(9 * SPANS + i, 3))
          .hasSize(12);
      assertThat(attribute(spans.get(i), "url.full")).matches("http://shop.example/items/\\d{16}");
    }
  }

  @Test
  void everyValueThatShouldBeUniqueIs() throws IOException {
    Set<String> values = new HashSet<>();
    for (int service = 0; service < Workload.SERVICES; service++) {
      for (Span span : spans(patched(service, 0))) {
        values.add(hex(span.getSpanId()));
        values.add(attribute(span, "user.id"));
        values.add(attribute(span, "url.full"));
      }
    }

    assertThat(values).hasSize(3 * SPANS * Workload.SERVICES);
  }

  @Test
  void patchingAgainLeavesNothingOfTheFormerTraces() throws IOException {
    RequestBuffer buffer = patched(5, 0);
    buffer.patch(workload, 100_000, START_NANOS + 1, 0);

    assertThat(decode(buffer)).isEqualTo(decode(patched(5, 100_000, START_NANOS + 1)));
  }

  @Test
  void framedBodySaysItsLength() {
    RequestBuffer buffer = patched(5, 0);
    ByteBuf framed = BodyEncoder.of(true, false).encode(buffer);

    assertThat(framed.getByte(0)).isZero();
    assertThat(framed.getInt(1)).isEqualTo(framed.readableBytes() - 5);
    assertThat(framed.slice(5, framed.readableBytes() - 5)).isEqualTo(buffer.message());
  }

  @Test
  void compressedBodyHoldsTheRequest() throws IOException {
    RequestBuffer buffer = patched(5, 0);
    ByteBuf framed = BodyEncoder.of(true, true).encode(buffer);

    assertThat(framed.getByte(0)).isEqualTo((byte) 1);
    assertThat(framed.getInt(1)).isEqualTo(framed.readableBytes() - 5);
    framed.skipBytes(5);
    try (GZIPInputStream in = new GZIPInputStream(new ByteBufInputStream(framed))) {
      assertThat(in.readAllBytes()).isEqualTo(ByteBufUtil.getBytes(buffer.message()));
    }
  }

  private RequestBuffer patched(int service, long firstTrace) {
    return patched(service, firstTrace, START_NANOS);
  }

  private RequestBuffer patched(int service, long firstTrace, long startNanos) {
    RequestBuffer buffer = new RequestBuffer(new RequestTemplate(Format.OTLP, service, SPANS));
    buffer.patch(workload, firstTrace, startNanos, 0);
    return buffer;
  }

  private static ExportTraceServiceRequest decode(RequestBuffer buffer) throws IOException {
    return ExportTraceServiceRequest.parseFrom(ByteBufUtil.getBytes(buffer.message()));
  }

  private static List<Span> spans(RequestBuffer buffer) throws IOException {
    return decode(buffer).getResourceSpans(0).getScopeSpans(0).getSpansList();
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  private static String attribute(Span span, String key) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(KeyValue::getValue)
        .findFirst()
        .orElseThrow()
        .getStringValue();
  }
}
