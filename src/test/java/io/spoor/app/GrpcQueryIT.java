// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import io.jaegertracing.api_v2.Model.Span;
import io.jaegertracing.api_v2.Query;
import io.jaegertracing.api_v3.CapabilitiesGrpc;
import io.jaegertracing.api_v3.CapabilitiesOuterClass.GetCapabilitiesRequest;
import io.jaegertracing.api_v3.QueryServiceGrpc;
import io.jaegertracing.api_v3.QueryServiceOuterClass;
import io.jaegertracing.api_v3.QueryServiceOuterClass.FindTraceSummariesRequest;
import io.jaegertracing.api_v3.QueryServiceOuterClass.FindTracesRequest;
import io.jaegertracing.api_v3.QueryServiceOuterClass.GetTraceRequest;
import io.jaegertracing.api_v3.QueryServiceOuterClass.TraceQueryParameters;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spoor.SpoorProcess;
import io.spoor.TestSpans;
import io.spoor.codec.otlp.OtlpProtoEncoder;
import io.spoor.grpc.RawGrpc;
import io.spoor.model.SpanBatch;
import io.spoor.model.TraceId;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every call of the query port of a real process, by clients of another gRPC. */
class GrpcQueryIT {
  private static final TraceId SHOP = new TraceId(0x5b0c, 1);
  private static final TraceId LARGE = new TraceId(1, 2);
  private static final int LARGE_SPANS = 40_000;
  private static final int BATCH_SPANS = 2_000;
  private static final int IDLE_READERS = 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Vertx vertx = Vertx.vertx();
  private final long now = System.currentTimeMillis() * 1_000_000;
  private @Nullable ManagedChannel channel;

  @AfterEach
  void close() throws Exception {
    if (channel != null) {
      channel.shutdownNow();
    }
    RawGrpc.await(vertx.close());
  }

  @Test
  void everyCall_answersWhatWasSentOverOtlp() throws Exception {
    try (SpoorProcess spoor = SpoorProcess.with().start()) {
      post(spoor, TestSpans.shop(1, now));
      ManagedChannel connection = connect(spoor);

      v2Answers(io.jaegertracing.api_v2.QueryServiceGrpc.newBlockingStub(connection));
      v3Answers(QueryServiceGrpc.newBlockingStub(connection));
      assertThat(
              CapabilitiesGrpc.newBlockingStub(connection)
                  .getCapabilities(GetCapabilitiesRequest.getDefaultInstance())
                  .getSearch()
                  .getWithoutServiceName())
          .isTrue();
      assertThat(new QueryClient(spoor).metric("rpc_server_duration_seconds_count"))
          .isGreaterThanOrEqualTo(13);
    }
  }

  private void v2Answers(io.jaegertracing.api_v2.QueryServiceGrpc.QueryServiceBlockingStub v2) {
    Query.TraceQueryParameters kiali =
        Query.TraceQueryParameters.newBuilder()
            .setServiceName("payment")
            .putTags("error", "true")
            .setStartTimeMin(Timestamps.fromNanos(now - 60_000_000_000L))
            .setStartTimeMax(Timestamps.fromNanos(now + 60_000_000_000L))
            .build();
    ByteString id =
        ByteString.copyFrom(
            ByteBuffer.allocate(16).putLong(SHOP.high()).putLong(SHOP.low()).array());
    List<Span> spans = new ArrayList<>();
    v2.getTrace(Query.GetTraceRequest.newBuilder().setTraceId(id).build())
        .forEachRemaining(chunk -> spans.addAll(chunk.getSpansList()));
    List<Span> found = new ArrayList<>();
    v2.findTraces(Query.FindTracesRequest.newBuilder().setQuery(kiali).build())
        .forEachRemaining(chunk -> found.addAll(chunk.getSpansList()));

    assertThat(spans).hasSize(10).allMatch(Span::hasProcess);
    assertThat(found).containsExactlyInAnyOrderElementsOf(spans);
    assertThat(v2.getServices(Query.GetServicesRequest.getDefaultInstance()).getServicesList())
        .containsExactly("cart", "checkout", "frontend", "mail", "payment");
    Query.GetOperationsResponse operations =
        v2.getOperations(Query.GetOperationsRequest.newBuilder().setService("checkout").build());
    assertThat(operations.getOperationNamesList()).containsExactly("POST order", "charge");
    assertThat(operations.getOperationsCount()).isEqualTo(2);
    assertThat(
            v2.getDependencies(
                    Query.GetDependenciesRequest.newBuilder()
                        .setStartTime(kiali.getStartTimeMin())
                        .setEndTime(kiali.getStartTimeMax())
                        .build())
                .getDependenciesList())
        .hasSize(6);
    assertThatThrownBy(
            () -> v2.archiveTrace(Query.ArchiveTraceRequest.newBuilder().setTraceId(id).build()))
        .hasMessageContaining("archive span storage was not configured");
  }

  private void v3Answers(QueryServiceGrpc.QueryServiceBlockingStub v3) {
    Timestamp start = Timestamps.fromNanos(now - 60_000_000_000L);
    Timestamp end = Timestamps.fromNanos(now + 60_000_000_000L);
    TraceQueryParameters query =
        TraceQueryParameters.newBuilder().setStartTimeMin(start).setStartTimeMax(end).build();

    assertThat(spans(v3.getTrace(trace(SHOP)))).isEqualTo(10);
    assertThat(spans(v3.findTraces(FindTracesRequest.newBuilder().setQuery(query).build())))
        .isEqualTo(10);
    assertThat(
            v3.findTraceSummaries(FindTraceSummariesRequest.newBuilder().setQuery(query).build())
                .next()
                .getSummaries(0)
                .getSpanCount())
        .isEqualTo(10);
    assertThat(
            v3.getServices(QueryServiceOuterClass.GetServicesRequest.getDefaultInstance())
                .getServicesCount())
        .isEqualTo(5);
    assertThat(
            v3.getOperations(
                    QueryServiceOuterClass.GetOperationsRequest.newBuilder()
                        .setService("mail")
                        .build())
                .getOperations(0)
                .getSpanKind())
        .isEqualTo("consumer");
    assertThat(
            v3.getDependencies(
                    QueryServiceOuterClass.GetDependenciesRequest.newBuilder()
                        .setStartTime(start)
                        .setEndTime(end)
                        .build())
                .getDependenciesCount())
        .isEqualTo(6);
    assertThatThrownBy(() -> spans(v3.getTrace(trace(new TraceId(0, 77)))))
        .hasMessage("NOT_FOUND: trace not found");
  }

  @Test
  void healthAndReflection_tellOfTheServices_untilTheProcessStops() throws Exception {
    try (SpoorProcess spoor = SpoorProcess.with("storage.type=memory").start()) {
      ManagedChannel connection = connect(spoor);
      HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(connection);
      for (String service :
          List.of("", "jaeger.api_v2.QueryService", "jaeger.api_v3.QueryService")) {
        HealthCheckRequest request = HealthCheckRequest.newBuilder().setService(service).build();
        assertThat(health.check(request).getStatus()).isEqualTo(ServingStatus.SERVING);
      }
      assertThat(listServices(connection))
          .contains(
              "jaeger.api_v2.QueryService",
              "jaeger.api_v3.QueryService",
              "jaeger.api_v3.Capabilities");

      Iterator<HealthCheckResponse> watch =
          health.watch(
              HealthCheckRequest.newBuilder().setService("jaeger.api_v3.QueryService").build());
      assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);
      spoor.terminate();

      assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
      assertThat(spoor.exitStatus()).isZero();
    }
  }

  @Test
  void cancelling_endsTheRead() throws Exception {
    try (SpoorProcess spoor = SpoorProcess.with().start()) {
      postLarge(spoor);
      QueryClient metrics = new QueryClient(spoor);
      CountDownLatch first = new CountDownLatch(1);
      AtomicReference<@Nullable ClientCallStreamObserver<GetTraceRequest>> call =
          new AtomicReference<>();
      QueryServiceGrpc.newStub(connect(spoor)).getTrace(trace(LARGE), new ReaderOfOne(call, first));
      assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(metrics.metric("spoor_query_open_requests ")).isEqualTo(1);

      ClientCallStreamObserver<GetTraceRequest> open = call.get();
      assertThat(open).isNotNull();
      if (open != null) {
        open.cancel("enough", null);
      }

      Awaitility.await()
          .untilAsserted(() -> assertThat(metrics.metric("spoor_query_open_requests ")).isZero());
      assertThat(metrics.metric("spoor_query_inflight_bytes ")).isZero();
      assertThat(metrics.metric("spoor_grpc_aborted_total{port=\"query.grpc\",reason=\"client\""))
          .isEqualTo(1);
    }
  }

  @Test
  void clientsThatNeverRead_areEndedAtTheDeadline() throws Exception {
    try (SpoorProcess spoor = SpoorProcess.with("query.grpc.timeouts.request=3s").start()) {
      postLarge(spoor);
      QueryClient metrics = new QueryClient(spoor);
      RawGrpc raw = new RawGrpc(vertx, spoor.port("query.grpc"));
      List<CompletableFuture<HttpClientResponse>> heads = new ArrayList<>();
      for (int reader = 0; reader < IDLE_READERS; reader++) {
        CompletableFuture<HttpClientResponse> head = new CompletableFuture<>();
        heads.add(head);
        raw.open(HttpMethod.POST, "/jaeger.api_v3.QueryService/GetTrace", Map.of())
            .compose(
                request -> {
                  request
                      .response()
                      .onSuccess(HttpClientResponse::pause)
                      .onSuccess(head::complete)
                      .onFailure(head::completeExceptionally);
                  return request.end(RawGrpc.frame(0, trace(LARGE).toByteArray()));
                })
            .onFailure(head::completeExceptionally);
      }
      for (CompletableFuture<HttpClientResponse> head : heads) {
        head.get(30, TimeUnit.SECONDS);
      }
      Awaitility.await()
          .untilAsserted(() -> assertThat(metrics.metric("spoor_grpc_calls_active")).isZero());

      assertThat(metrics.metric("spoor_query_open_requests ")).isZero();
      assertThat(metrics.metric("spoor_grpc_response_bytes_total"))
          .isLessThan(IDLE_READERS * (256 << 10));
      assertThat(spans(QueryServiceGrpc.newBlockingStub(connect(spoor)).getTrace(trace(LARGE))))
          .isEqualTo(LARGE_SPANS);
    }
  }

  /** Takes one message and then no more. */
  private record ReaderOfOne(
      AtomicReference<@Nullable ClientCallStreamObserver<GetTraceRequest>> call,
      CountDownLatch first)
      implements ClientResponseObserver<GetTraceRequest, TracesData> {
    @Override
    public void beforeStart(ClientCallStreamObserver<GetTraceRequest> stream) {
      call.set(stream);
      stream.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(TracesData message) {
      first.countDown();
    }

    @Override
    public void onError(Throwable cancelled) {
      assertThat(cancelled).isInstanceOf(StatusRuntimeException.class);
    }

    @Override
    public void onCompleted() {}
  }

  private ManagedChannel connect(SpoorProcess spoor) {
    ManagedChannel open =
        NettyChannelBuilder.forAddress("127.0.0.1", spoor.port("query.grpc"))
            .usePlaintext()
            .build();
    channel = open;
    return open;
  }

  private static List<String> listServices(ManagedChannel connection) throws Exception {
    CompletableFuture<List<String>> names = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> call =
        ServerReflectionGrpc.newStub(connection)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse answer) {
                    names.complete(
                        answer.getListServicesResponse().getServiceList().stream()
                            .map(ServiceResponse::getName)
                            .toList());
                  }

                  @Override
                  public void onError(Throwable e) {
                    names.completeExceptionally(e);
                  }

                  @Override
                  public void onCompleted() {}
                });
    call.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    List<String> listed = names.get(20, TimeUnit.SECONDS);
    call.onCompleted();
    return listed;
  }

  private void postLarge(SpoorProcess spoor) throws Exception {
    for (int sent = 0; sent < LARGE_SPANS; sent += BATCH_SPANS) {
      TestSpans batch = TestSpans.batch().resource("large").scope("test", "1");
      for (int span = sent + 1; span <= sent + BATCH_SPANS; span++) {
        batch
            .span(LARGE, span, "operation " + span % 20)
            .parent(span / 10)
            .times(now + span, 1_000)
            .attribute("http.route", "/orders/{id}")
            .attribute("order.id", span)
            .attribute("note", "the same text in each of these spans, for a usual size");
      }
      post(spoor, batch.build());
    }
  }

  private void post(SpoorProcess spoor, SpanBatch batch) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(spoor.url("receiver.otlp.http", "/v1/traces"))
            .header("Content-Type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(OtlpProtoEncoder.encode(batch)))
            .build();
    assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  private static GetTraceRequest trace(TraceId id) {
    return GetTraceRequest.newBuilder().setTraceId(id.toHex()).build();
  }

  private static int spans(Iterator<TracesData> answer) {
    int[] spans = {0};
    answer.forEachRemaining(
        message ->
            message
                .getResourceSpansList()
                .forEach(
                    resource ->
                        resource
                            .getScopeSpansList()
                            .forEach(scope -> spans[0] += scope.getSpansCount())));
    return spans[0];
  }
}
