// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.spoor.TestSpans;
import io.spoor.codec.Allowance;
import io.spoor.codec.otlp.BenchmarkLoad;
import io.spoor.codec.otlp.OtlpProtoDecoder;
import io.spoor.model.SpanBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The load of docs/performance.md as the tree that it says: traces of 20 spans, one of each
 * service, and one request for each service and group of 512 traces.
 */
public final class TreeLoad {
  /** Services, and spans of a trace. */
  public static final int SERVICES = 20;

  /** Between the starts of two traces of {@link #inTime}. */
  public static final long TRACE_NANOS = 100_000;

  /** The requests of so many groups of traces, group by group. */
  public static List<SpanBatch> batches(int groups) {
    OtlpProtoDecoder decoder = new OtlpProtoDecoder();
    List<SpanBatch> batches = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      for (int service = 0; service < SERVICES; service++) {
        batches.add(
            decoder.decode(request(group, service).toByteArray(), Allowance.UNLIMITED).batch());
      }
    }
    return batches;
  }

  /**
   * The requests of one group of traces, one of each service, with times as they come: a trace
   * every {@value #TRACE_NANOS} ns, and its spans within a few milliseconds.
   */
  public static List<SpanBatch> inTime(int group) {
    OtlpProtoDecoder decoder = new OtlpProtoDecoder();
    List<SpanBatch> batches = new ArrayList<>();
    for (int service = 0; service < SERVICES; service++) {
      byte[] timed = timed(request(group, service), group, service).toByteArray();
      batches.add(decoder.decode(timed, Allowance.UNLIMITED).batch());
    }
    return batches;
  }

  private static ExportTraceServiceRequest timed(
      ExportTraceServiceRequest request, int group, int service) {
    ExportTraceServiceRequest.Builder builder = request.toBuilder();
    List<Span.Builder> spans =
        builder.getResourceSpansBuilder(0).getScopeSpansBuilder(0).getSpansBuilderList();
    for (int i = 0; i < spans.size(); i++) {
      Span.Builder span = spans.get(i);
      long duration = span.getEndTimeUnixNano() - span.getStartTimeUnixNano();
      long start =
          TestSpans.START + ((long) group * spans.size() + i) * TRACE_NANOS + service * 150_000L;
      span.setStartTimeUnixNano(start).setEndTimeUnixNano(start + duration);
      if (span.getEventsCount() > 0) {
        span.getEventsBuilder(0).setTimeUnixNano(start + 500_000);
      }
    }
    return builder.build();
  }

  private static ExportTraceServiceRequest request(int group, int service) {
    ExportTraceServiceRequest.Builder request;
    try {
      request =
          ExportTraceServiceRequest.parseFrom(
              BenchmarkLoad.request(service, (long) group * SERVICES + service))
              .toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    List<Span.Builder> spans =
        request.getResourceSpansBuilder(0).getScopeSpansBuilder(0).getSpansBuilderList();
    for (int i = 0; i < spans.size(); i++) {
      spans
          .get(i)
          .setTraceId(id(scatter(group), scatter(i)))
          .setSpanId(id(scatter(i) + service))
          .setParentSpanId(service == 0 ? ByteString.EMPTY : id(scatter(i) + (service - 1) / 3));
    }
    return request.build();
  }

  private static long scatter(long number) {
    return (number + 1) * 0x9E3779B97F4A7C15L;
  }

  private static ByteString id(long... halves) {
    ByteBuffer id = ByteBuffer.allocate(8 * halves.length);
    for (long half : halves) {
      id.putLong(half);
    }
    return ByteString.copyFrom(id.flip());
  }

  private TreeLoad() {}
}
