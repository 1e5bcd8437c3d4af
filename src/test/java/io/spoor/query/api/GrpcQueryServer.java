// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.jaegertracing.api_v2.Model.Span;
import io.jaegertracing.api_v2.Query;
import io.jaegertracing.api_v2.Query.SpansResponseChunk;
import io.jaegertracing.api_v3.QueryServiceGrpc;
import io.jaegertracing.api_v3.QueryServiceOuterClass.FindTracesRequest;
import io.jaegertracing.api_v3.QueryServiceOuterClass.GetTraceRequest;
import io.jaegertracing.api_v3.QueryServiceOuterClass.TraceQueryParameters;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spoor.bus.BusCodecs;
import io.spoor.grpc.RawGrpc;
import io.spoor.grpc.TestPort;
import io.spoor.model.TraceId;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The gRPC query port over a fake query service, with clients of another gRPC. */
final class GrpcQueryServer implements AutoCloseable {
  static final TraceId SHOP = new TraceId(0x5b0c, 1);
  static final TraceId LARGE = new TraceId(0, 0xb16);
  static final Timestamp START = Timestamps.fromSeconds(1_700_000_000);
  static final Timestamp END = Timestamps.fromSeconds(1_800_000_000);

  final FakeQueryService service = new FakeQueryService();
  final TestPort port;
  final ManagedChannel channel;
  final io.jaegertracing.api_v2.QueryServiceGrpc.QueryServiceBlockingStub v2;
  final QueryServiceGrpc.QueryServiceBlockingStub v3;
  private final Vertx vertx = Vertx.vertx();

  GrpcQueryServer() throws Exception {
    BusCodecs.register(vertx);
    service.serve(vertx);
    port = new TestPort(vertx, Map.of(), QueryGrpc.services());
    channel = port.channel();
    v2 = io.jaegertracing.api_v2.QueryServiceGrpc.newBlockingStub(channel);
    v3 = QueryServiceGrpc.newBlockingStub(channel);
  }

  @Override
  public void close() throws Exception {
    port.close();
    RawGrpc.await(vertx.close());
  }

  static void assertFails(Runnable call, Status.Code code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class, e -> assertThat(e.getStatus().getCode()).isEqualTo(code));
  }

  static void assertFails(Runnable call, Status.Code code, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(e.getStatus().getDescription()).isEqualTo(message);
            });
  }

  static Query.GetTraceRequest v2Trace(TraceId id) {
    return Query.GetTraceRequest.newBuilder().setTraceId(bytes(id)).build();
  }

  static Query.ArchiveTraceRequest archive(TraceId id) {
    return Query.ArchiveTraceRequest.newBuilder().setTraceId(bytes(id)).build();
  }

  static ByteString bytes(TraceId id) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(16).putLong(id.high()).putLong(id.low()).array());
  }

  static Query.FindTracesRequest v2Find(Query.TraceQueryParameters query) {
    return Query.FindTracesRequest.newBuilder().setQuery(query).build();
  }

  static GetTraceRequest v3Trace(String id) {
    return GetTraceRequest.newBuilder().setTraceId(id).build();
  }

  /** Of any time that the query does not name. */
  static FindTracesRequest v3Find(TraceQueryParameters.Builder query) {
    if (!query.hasStartTimeMin()) {
      query.setStartTimeMin(START);
    }
    if (!query.hasStartTimeMax()) {
      query.setStartTimeMax(END);
    }
    return FindTracesRequest.newBuilder().setQuery(query).build();
  }

  static List<SpansResponseChunk> chunks(Iterator<SpansResponseChunk> answer) {
    List<SpansResponseChunk> chunks = new ArrayList<>();
    answer.forEachRemaining(chunks::add);
    return chunks;
  }

  static List<Span> spans(List<SpansResponseChunk> chunks) {
    return chunks.stream().flatMap(chunk -> chunk.getSpansList().stream()).toList();
  }

  static List<TracesData> traces(Iterator<TracesData> answer) {
    List<TracesData> traces = new ArrayList<>();
    answer.forEachRemaining(traces::add);
    return traces;
  }
}
