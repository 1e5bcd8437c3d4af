// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import com.google.protobuf.InvalidProtocolBufferException;
import io.jaegertracing.api_v2.Collector.PostSpansRequest;
import io.jaegertracing.api_v2.Model;
import io.jaegertracing.api_v2.Query.SpansResponseChunk;
import io.spoor.codec.Allowance;
import io.spoor.codec.otlp.BenchmarkLoad;
import io.spoor.codec.otlp.OtlpProtoDecoder;
import io.spoor.model.SpanBatch;
import io.spoor.model.Trace;
import java.util.ArrayList;
import java.util.List;

/**
 * The load that every figure in docs/performance.md uses, as a client of Jaeger would send it: the
 * process once, kind, status and scope as tags.
 */
public final class JaegerLoad {
  /** The spans of a request of {@link BenchmarkLoad}. */
  public static Model.Batch batch(int service, long seed) {
    SpanBatch spans =
        new OtlpProtoDecoder()
            .decode(BenchmarkLoad.request(service, seed), Allowance.UNLIMITED)
            .batch();
    Model.Batch.Builder batch = Model.Batch.newBuilder();
    for (int row = 0; row < spans.size(); row++) {
      Trace trace = Trace.of(spans.span(row).traceId(), new SpanBatch[] {spans}, new int[] {row});
      Model.Span.Builder span = read(new JaegerSpanEncoder(trace).chunk(0, 1)).toBuilder();
      batch.setProcess(span.getProcess());
      batch.addSpans(span.clearProcess());
    }
    return batch.build();
  }

  private static Model.Span read(byte[] chunk) {
    try {
      return SpansResponseChunk.parseFrom(chunk).getSpans(0);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** Body of a POST to the Thrift port, one struct. */
  public static byte[] thrift(int service, long seed) {
    return ThriftForm.binary(batch(service, seed));
  }

  /** A {@code PostSpansRequest}. */
  public static byte[] proto(int service, long seed) {
    return PostSpansRequest.newBuilder().setBatch(batch(service, seed)).build().toByteArray();
  }

  /** Datagrams for an agent, with so many spans each, or as many as are left over. */
  public static List<byte[]> datagrams(
      ThriftProtocol form, int service, long seed, int spansPerDatagram) {
    Model.Batch batch = batch(service, seed);
    List<byte[]> datagrams = new ArrayList<>();
    for (int from = 0; from < batch.getSpansCount(); from += spansPerDatagram) {
      int to = Math.min(batch.getSpansCount(), from + spansPerDatagram);
      Model.Batch part =
          batch.toBuilder()
              .clearSpans()
              .addAllSpans(batch.getSpansList().subList(from, to))
              .build();
      datagrams.add(ThriftForm.message(form, part, ClientReport.NONE));
    }
    return datagrams;
  }

  private JaegerLoad() {}
}
