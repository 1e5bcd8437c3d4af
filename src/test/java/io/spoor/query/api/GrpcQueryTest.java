// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static io.spoor.query.api.GrpcQueryServer.END;
import static io.spoor.query.api.GrpcQueryServer.LARGE;
import static io.spoor.query.api.GrpcQueryServer.SHOP;
import static io.spoor.query.api.GrpcQueryServer.START;
import static io.spoor.query.api.GrpcQueryServer.archive;
import static io.spoor.query.api.GrpcQueryServer.assertFails;
import static io.spoor.query.api.GrpcQueryServer.chunks;
import static io.spoor.query.api.GrpcQueryServer.spans;
import static io.spoor.query.api.GrpcQueryServer.traces;
import static io.spoor.query.api.GrpcQueryServer.v2Find;
import static io.spoor.query.api.GrpcQueryServer.v2Trace;
import static io.spoor.query.api.GrpcQueryServer.v3Find;
import static io.spoor.query.api.GrpcQueryServer.v3Trace;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import io.grpc.Context;
import io.grpc.Status;
import io.jaegertracing.api_v2.Model.DependencyLink;
import io.jaegertracing.api_v2.Model.Span;
import io.jaegertracing.api_v2.Query;
import io.jaegertracing.api_v2.Query.SpansResponseChunk;
import io.jaegertracing.api_v3.QueryServiceOuterClass;
import io.jaegertracing.api_v3.QueryServiceOuterClass.TraceQueryParameters;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spoor.TestSpans;
import io.spoor.bus.Refusal;
import io.spoor.model.Dependency;
import io.spoor.model.Operation;
import io.spoor.model.SpanKind;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import io.vertx.core.Promise;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The calls of api_v2, and what both APIs have in common. */
class GrpcQueryTest {
  private GrpcQueryServer server;

  @BeforeEach
  void serve() throws Exception {
    server = new GrpcQueryServer();
    server.service.add(TestSpans.shop());
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void v2GetTrace_givesSpansWithTheirProcessTenInAMessage() {
    server.service.add(FakeQueryService.repeated(TestSpans.shop(), LARGE, 25));

    List<SpansResponseChunk> chunks = chunks(server.v2.getTrace(v2Trace(LARGE)));
    List<Span> shop = spans(chunks(server.v2.getTrace(v2Trace(SHOP))));

    assertThat(chunks).extracting(SpansResponseChunk::getSpansCount).containsExactly(10, 10, 5);
    assertThat(shop).hasSize(10).allSatisfy(GrpcQueryTest::isComplete);
    assertThat(shop.get(0).getOperationName()).isEqualTo("GET /checkout");
    assertThat(shop.get(0).getProcess().getServiceName()).isEqualTo("frontend");
    assertThat(server.service.gets.get(0).raw()).isFalse();
    Awaitility.await().untilAsserted(() -> assertThat(server.service.open).hasValue(0));
  }

  @Test
  void v2GetTrace_readsIdsOfEightAndSixteenBytes() {
    server.service.add(TestSpans.single(0xab, 1, "a", "b"));
    ByteString eight = ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0xab).array());

    assertThat(
            spans(
                chunks(
                    server.v2.getTrace(
                        Query.GetTraceRequest.newBuilder().setTraceId(eight).build()))))
        .hasSize(1);
    for (ByteString id : List.of(ByteString.EMPTY, ByteString.copyFrom(new byte[16]))) {
      assertFails(
          () ->
              chunks(server.v2.getTrace(Query.GetTraceRequest.newBuilder().setTraceId(id).build())),
          Status.Code.INVALID_ARGUMENT,
          "uninitialized TraceID is not allowed");
    }
    ByteString odd = ByteString.copyFrom(new byte[5]);
    assertFails(
        () ->
            chunks(server.v2.getTrace(Query.GetTraceRequest.newBuilder().setTraceId(odd).build())),
        Status.Code.INVALID_ARGUMENT,
        "a trace id has 16 bytes, was 5");
  }

  @Test
  void getTrace_ofAnUnknownIdIsNotFound() {
    assertFails(
        () -> chunks(server.v2.getTrace(v2Trace(new TraceId(0, 9)))),
        Status.Code.NOT_FOUND,
        "trace not found");
    assertFails(
        () -> traces(server.v3.getTrace(v3Trace("9"))), Status.Code.NOT_FOUND, "trace not found");
  }

  @Test
  void getTrace_thatMayBeMissingForALimitIsUnavailable() {
    server.service.incomplete = "a limit";

    assertFails(
        () -> traces(server.v3.getTrace(v3Trace("9"))),
        Status.Code.UNAVAILABLE,
        "incomplete: a limit");
  }

  @Test
  void incompleteAnswer_endsWithAStatusThatSaysSo() {
    server.service.incomplete = "a limit";
    Iterator<TracesData> answer = server.v3.findTraces(v3Find(TraceQueryParameters.newBuilder()));

    assertThat(answer.next().getResourceSpansCount()).isPositive();
    assertFails(() -> traces(answer), Status.Code.RESOURCE_EXHAUSTED, "incomplete: a limit");
  }

  @Test
  void v2FindTraces_asksForWhatKialiSends() {
    // search_depth 0 stands for the default
    Query.TraceQueryParameters query =
        Query.TraceQueryParameters.newBuilder()
            .setServiceName("frontend.shop")
            .putTags("error", "true")
            .putTags("istio.cluster_id", "Kubernetes")
            .setStartTimeMin(START)
            .setStartTimeMax(END)
            .setDurationMin(Durations.fromMillis(3))
            .setSearchDepth(0)
            .build();

    assertThat(
            spans(
                chunks(server.v2.withDeadlineAfter(5, TimeUnit.SECONDS).findTraces(v2Find(query)))))
        .hasSize(10);

    TraceQuery asked = server.service.finds.get(0).query();
    assertThat(asked.serviceName()).isEqualTo("frontend.shop");
    assertThat(asked.operationName()).isNull();
    assertThat(asked.attributes())
        .isEqualTo(Map.of("error", "true", "istio.cluster_id", "Kubernetes"));
    assertThat(asked.startTimeMinUnixNano()).isEqualTo(1_700_000_000_000_000_000L);
    assertThat(asked.startTimeMaxUnixNano()).isEqualTo(1_800_000_000_000_000_000L);
    assertThat(asked.durationMinNano()).isEqualTo(3_000_000);
    assertThat(asked.durationMaxNano()).isEqualTo(TraceQuery.NO_DURATION_MAX);
    assertThat(asked.limit()).isEqualTo(100);
    assertThat(server.service.finds.get(0).deadline().remainingMillis()).isLessThanOrEqualTo(5_000);
  }

  @Test
  void v2FindTraces_withoutTimesIsForAnyTime() {
    assertThat(
            chunks(server.v2.findTraces(v2Find(Query.TraceQueryParameters.getDefaultInstance()))))
        .isNotEmpty();

    TraceQuery asked = server.service.finds.get(0).query();
    assertThat(asked.serviceName()).isNull();
    assertThat(asked.startTimeMinUnixNano()).isEqualTo(TraceQuery.NO_START_MIN);
    assertThat(asked.startTimeMaxUnixNano()).isEqualTo(TraceQuery.NO_START_MAX);
    assertFails(
        () -> chunks(server.v2.findTraces(Query.FindTracesRequest.getDefaultInstance())),
        Status.Code.INVALID_ARGUMENT,
        "missing query");
    assertFails(
        () ->
            chunks(
                server.v2.findTraces(
                    v2Find(Query.TraceQueryParameters.newBuilder().setSearchDepth(-1).build()))),
        Status.Code.INVALID_ARGUMENT,
        "search_depth must not be negative, was -1");
  }

  @Test
  void rawTraces_reachTheQueryService() {
    chunks(server.v2.getTrace(v2Trace(SHOP).toBuilder().setRawTraces(true).build()));
    traces(server.v3.getTrace(v3Trace(SHOP.toHex()).toBuilder().setRawTraces(true).build()));
    chunks(
        server.v2.findTraces(
            v2Find(Query.TraceQueryParameters.newBuilder().setRawTraces(true).build())));
    traces(server.v3.findTraces(v3Find(TraceQueryParameters.newBuilder().setRawTraces(true))));

    assertThat(server.service.gets).hasSize(2).allMatch(request -> request.raw());
    assertThat(server.service.finds).hasSize(2).allMatch(request -> request.raw());
  }

  @Test
  void v2ArchiveTrace_saysThatThereIsNoArchive() {
    assertFails(
        () -> server.v2.archiveTrace(archive(SHOP)),
        Status.Code.INTERNAL,
        "failed to archive trace: archive span storage was not configured");
    assertFails(
        () -> server.v2.archiveTrace(archive(new TraceId(0, 0))),
        Status.Code.INVALID_ARGUMENT,
        "uninitialized TraceID is not allowed");
  }

  @Test
  void servicesAndOperations_areListed() {
    server.service.services = List.of("a", "b");
    server.service.operations =
        List.of(
            new Operation("get", SpanKind.CLIENT),
            new Operation("get", SpanKind.SERVER),
            new Operation("put", SpanKind.UNSPECIFIED));
    Query.GetOperationsRequest v2Request =
        Query.GetOperationsRequest.newBuilder().setService("a").setSpanKind("server").build();

    assertThat(
            server.v2.getServices(Query.GetServicesRequest.getDefaultInstance()).getServicesList())
        .containsExactly("a", "b");
    assertThat(
            server
                .v3
                .getServices(QueryServiceOuterClass.GetServicesRequest.getDefaultInstance())
                .getServicesList())
        .containsExactly("a", "b");
    Query.GetOperationsResponse operations = server.v2.getOperations(v2Request);
    assertThat(operations.getOperationNamesList()).containsExactly("get", "put");
    assertThat(operations.getOperationsList())
        .extracting(operation -> operation.getName() + "/" + operation.getSpanKind())
        .containsExactly("get/client", "get/server", "put/unspecified");
    assertThat(
            server
                .v3
                .getOperations(
                    QueryServiceOuterClass.GetOperationsRequest.newBuilder()
                        .setService("a")
                        .build())
                .getOperationsList())
        .extracting(operation -> operation.getName() + "/" + operation.getSpanKind())
        .containsExactly("get/client", "get/server", "put/internal");
    assertThat(server.service.operationRequests.get(0).kind()).isEqualTo(SpanKind.SERVER);
    assertThat(server.service.operationRequests.get(1).kind()).isNull();
    assertFails(
        () -> server.v2.getOperations(v2Request.toBuilder().setSpanKind("teapot").build()),
        Status.Code.INVALID_ARGUMENT,
        "unsupported span kind: 'teapot'");
  }

  @Test
  void dependencies_needBothTimes() {
    server.service.dependencies = List.of(new Dependency("a", "b", 7));
    Query.GetDependenciesRequest request =
        Query.GetDependenciesRequest.newBuilder().setStartTime(START).setEndTime(END).build();
    QueryServiceOuterClass.GetDependenciesRequest v3Request =
        QueryServiceOuterClass.GetDependenciesRequest.newBuilder()
            .setStartTime(START)
            .setEndTime(END)
            .build();

    assertThat(server.v2.getDependencies(request).getDependenciesList())
        .containsExactly(
            DependencyLink.newBuilder().setParent("a").setChild("b").setCallCount(7).build());
    assertThat(server.v3.getDependencies(v3Request).getDependenciesList())
        .singleElement()
        .satisfies(call -> assertThat(call.getCallCount()).isEqualTo(7));
    assertThat(server.service.dependencyRequests.get(0).startUnixNano())
        .isEqualTo(1_700_000_000_000_000_000L);
    assertFails(
        () -> server.v2.getDependencies(request.toBuilder().clearEndTime().build()),
        Status.Code.INVALID_ARGUMENT,
        "StartTime and EndTime must be initialized.");
    assertFails(
        () -> server.v3.getDependencies(v3Request.toBuilder().clearStartTime().build()),
        Status.Code.INVALID_ARGUMENT,
        "start_time and end_time are required");
  }

  @Test
  void refusals_keepTheirStatus() {
    server.service.refusal = Refusal.QUEUE_FULL;

    assertFails(
        () -> server.v2.getServices(Query.GetServicesRequest.getDefaultInstance()),
        Status.Code.RESOURCE_EXHAUSTED,
        "refused: QUEUE_FULL");
    assertFails(
        () -> traces(server.v3.getTrace(v3Trace("5b0c"))),
        Status.Code.RESOURCE_EXHAUSTED,
        "refused: QUEUE_FULL");
  }

  @Test
  void failureMidway_endsTheStreamWithItsStatus() {
    server.service.failsAfterFirst = true;
    Iterator<TracesData> answer = server.v3.findTraces(v3Find(TraceQueryParameters.newBuilder()));

    assertThat(answer.hasNext()).isTrue();
    assertFails(() -> traces(answer), Status.Code.UNAVAILABLE, "disk gone");
    Awaitility.await().untilAsserted(() -> assertThat(server.service.open).hasValue(0));
  }

  @Test
  void leaseThatComesAfterItsClientHasGoneIsClosed() throws Exception {
    Promise<Void> gate = Promise.promise();
    server.service.gate = gate;
    Context.CancellableContext client = Context.current().withCancellation();
    Iterator<TracesData> answer = client.call(() -> server.v3.getTrace(v3Trace("5b0c")));
    Awaitility.await().untilAsserted(() -> assertThat(server.service.gets).hasSize(1));
    client.cancel(null);
    assertFails(() -> traces(answer), Status.Code.CANCELLED);
    Awaitility.await()
        .untilAsserted(() -> assertThat(server.port.value("grpc.calls.active")).isZero());

    gate.complete();

    Awaitility.await().untilAsserted(() -> assertThat(server.service.leased).hasValue(1));
    Awaitility.await().untilAsserted(() -> assertThat(server.service.open).hasValue(0));
  }

  /** Kiali crashes at a span without a process, and reads ids of 8 bytes only. */
  private static void isComplete(Span span) {
    assertThat(span.hasProcess()).isTrue();
    assertThat(span.getSpanId().size()).isEqualTo(8);
    assertThat(span.getTraceId().size()).isEqualTo(16);
    assertThat(span.hasStartTime()).isTrue();
    assertThat(span.hasDuration()).isTrue();
  }
}
