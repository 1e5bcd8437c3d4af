// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
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
