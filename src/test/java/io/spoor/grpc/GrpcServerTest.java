// SPDX-License-Identifier: Apache-2.0
package io.spoor.grpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.jaegertracing.api_v2.Query;
import io.jaegertracing.api_v2.Query.ArchiveTraceRequest;
import io.jaegertracing.api_v2.Query.GetServicesRequest;
import io.jaegertracing.api_v2.Query.GetServicesResponse;
import io.jaegertracing.api_v2.Query.GetTraceRequest;
import io.jaegertracing.api_v2.Query.SpansResponseChunk;
import io.jaegertracing.api_v2.QueryServiceGrpc;
import io.spoor.bus.Refusal;
import io.spoor.bus.RefusedException;
import io.spoor.grpc.RawGrpc.Reply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.grpc.common.GrpcStatus;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A port with a service whose handlers do as the tests wish. */
class GrpcServerTest {
  private static final String SERVICES = "/jaeger.api_v2.QueryService/GetServices";
  private static final String TRACE = "/jaeger.api_v2.QueryService/GetTrace";
  private static final byte[] EMPTY = {};
  private static final byte[] CHUNK = new byte[102];

  static {
    CHUNK[0] = 0x7a; // a field that nobody knows, of 100 bytes
    CHUNK[1] = 100;
  }

  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final List<GrpcCall> held = new ArrayList<>(); // confined to the event loop
  private final CountDownLatch holding = new CountDownLatch(1);
  private final AtomicInteger over = new AtomicInteger();

  private @Nullable TestPort port;

  @AfterEach
  void close() throws Exception {
    if (port != null) {
      port.close();
    }
    RawGrpc.await(vertx.close());
  }

  @Test
  void answersOneMessageAndMany() throws Exception {
    QueryServiceGrpc.QueryServiceBlockingStub stub = stub(Map.of());

    assertThat(stub.getServices(GetServicesRequest.getDefaultInstance()).getServicesList())
        .containsExactly("a", "b");
    assertThat(chunks(stub.getTrace(traceRequest(3)))).isEqualTo(3);
    // The client has its answer a moment before the server knows that it was written.
    Awaitility.await().untilAsserted(() -> assertThat(port().value("grpc.calls.active")).isZero());
  }

  @Test
  void readsCompressedRequests() throws Exception {
    QueryServiceGrpc.QueryServiceBlockingStub stub = stub(Map.of()).withCompression("gzip");

    assertThat(chunks(stub.getTrace(traceRequest(4)))).isEqualTo(4);
  }

  @Test
  void answersWhatIsNotServedWithUnimplemented() throws Exception {
    QueryServiceGrpc.QueryServiceBlockingStub stub = stub(Map.of());
    RawGrpc raw = new RawGrpc(vertx, port().port());

    assertFails(
        () -> chunks(stub.findTraces(Query.FindTracesRequest.getDefaultInstance())),
        Status.Code.UNIMPLEMENTED,
        "unknown method FindTraces for service jaeger.api_v2.QueryService");
    Reply unknown = raw.call("/a.B/C", RawGrpc.frame(0, EMPTY), Map.of());
    assertThat(unknown.status()).isEqualTo("12");
    assertThat(unknown.message()).isEqualTo("unknown%20service%20a.B");
    assertThat(raw.call("/nothing", RawGrpc.frame(0, EMPTY), Map.of()).status()).isEqualTo("12");
  }

  @ParameterizedTest
  @CsvSource({
    "QUEUE_FULL, RESOURCE_EXHAUSTED",
    "UNAVAILABLE, UNAVAILABLE",
    "STORAGE_FAILED, UNAVAILABLE",
    "DEADLINE_EXCEEDED, DEADLINE_EXCEEDED",
    "MALFORMED, INVALID_ARGUMENT",
    "UNSUPPORTED, INVALID_ARGUMENT",
    "TOO_LARGE, INVALID_ARGUMENT"
  })
  void answersRefusalsWithTheirStatus(Refusal refusal, Status.Code code) throws Exception {
    QueryServiceGrpc.QueryServiceBlockingStub stub = stub(Map.of());
    failure.set(new RefusedException(refusal, "why: 100 %, ü"));

    assertFails(
        () -> stub.getServices(GetServicesRequest.getDefaultInstance()), code, "why: 100 %, ü");
  }

  @ParameterizedTest
  @EnumSource(Refusal.class)
  void tableOfRefusalsIsComplete(Refusal refusal) {
    assertThat(GrpcException.of(new RefusedException(refusal, "")).status()).isNotNull();
  }

  @Test
  void answersAnUnexpectedFailureWithoutItsText() throws Exception {
    QueryServiceGrpc.QueryServiceBlockingStub stub = stub(Map.of());
    failure.set(new IllegalStateException("secret"));

    assertFails(
        () -> stub.getServices(GetServicesRequest.getDefaultInstance()),
        Status.Code.INTERNAL,
        "internal error: IllegalStateException");
  }

  @Test
  void endsACallAtTheDeadlineOfItsClientOrAtTheMost() throws Exception {
    serve(Map.of("timeouts.request", "300ms"));
    RawGrpc raw = new RawGrpc(vertx, port().port());
    Buffer hold = RawGrpc.frame(0, EMPTY);
    String archive = "/jaeger.api_v2.QueryService/ArchiveTrace";

    long start = System.nanoTime();
    assertThat(raw.call(archive, hold, Map.of("grpc-timeout", "1m")).status()).isEqualTo("4");
    assertThat(raw.call(archive, hold, Map.of("grpc-timeout", "10H")).status()).isEqualTo("4");
    assertThat(raw.call(archive, hold, Map.of()).status()).isEqualTo("4");
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(600L, 5_000L);
    assertThat(over).hasValue(3);
  }

  @Test
  void endsACallWhoseRequestNeverComes() throws Exception {
    serve(Map.of("timeouts.request", "200ms"));
    HttpClientRequest request =
        RawGrpc.await(new RawGrpc(vertx, port().port()).open(HttpMethod.POST, SERVICES, Map.of()));
    Future<Reply> reply = request.response().compose(Reply::of);
    request.setChunked(true).write(Buffer.buffer(new byte[] {0, 0, 0}));

    assertThat(RawGrpc.await(reply).status()).isEqualTo("4");
    Awaitility.await().untilAsserted(() -> assertThat(port().value("grpc.calls.active")).isZero());
  }

  @Test
  void endsAStreamAtItsDeadlineWithWhatCameBefore() throws Exception {
    QueryServiceGrpc.QueryServiceBlockingStub stub = stub(Map.of("timeouts.request", "300ms"));
    Iterator<SpansResponseChunk> answer = stub.getTrace(traceRequest(-1));

    assertThat(answer.hasNext()).isTrue();
    assertFails(() -> chunks(answer), Status.Code.DEADLINE_EXCEEDED, "the call took too long");
    assertThat(port().value("grpc.aborted", "reason", "deadline")).isEqualTo(1);
  }

  @Test
  void clientThatNeverReadsCostsLittleAndIsGoneAfterTheDeadline() throws Exception {
    serve(Map.of("timeouts.request", "500ms"));
    HttpClientRequest request =
        RawGrpc.await(new RawGrpc(vertx, port().port()).open(HttpMethod.POST, TRACE, Map.of()));
    CompletableFuture<HttpClientResponse> response = new CompletableFuture<>();
    request.response().onSuccess(HttpClientResponse::pause).onSuccess(response::complete);
    request.end(RawGrpc.frame(0, traceRequest(-1).toByteArray()));
    response.get(10, TimeUnit.SECONDS);

    Awaitility.await().untilAsserted(() -> assertThat(over).hasValue(1));
    Awaitility.await().untilAsserted(() -> assertThat(port().value("grpc.calls.active")).isZero());
    assertThat(port().value("grpc.response.bytes")).isLessThan(1 << 20);
  }

  @Test
  void cancellingEndsTheCall() throws Exception {
    stub(Map.of());
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    ManagedChannel channel = port().channel();
    AtomicReference<@Nullable ClientCallStreamObserver<GetTraceRequest>> call =
        new AtomicReference<>();
    QueryServiceGrpc.newStub(channel)
        .getTrace(
            traceRequest(-1),
            new ClientResponseObserver<GetTraceRequest, SpansResponseChunk>() {
              @Override
              public void beforeStart(ClientCallStreamObserver<GetTraceRequest> stream) {
                call.set(stream);
                stream.disableAutoRequestWithInitial(1);
              }

              @Override
              public void onNext(SpansResponseChunk chunk) {
                first.countDown();
              }

              @Override
              public void onError(Throwable e) {
                ended.countDown();
              }

              @Override
              public void onCompleted() {}
            });
    assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(over).hasValue(0);

    requireNonNull(call.get()).cancel("enough", null);

    Awaitility.await().untilAsserted(() -> assertThat(over).hasValue(1));
    Awaitility.await().untilAsserted(() -> assertThat(port().value("grpc.calls.active")).isZero());
    assertThat(port().value("grpc.aborted", "reason", "client")).isEqualTo(1);
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void losingTheConnectionEndsTheCall() throws Exception {
    stub(Map.of());
    ManagedChannel channel = port().channel();
    var open =
        QueryServiceGrpc.newFutureStub(channel)
            .archiveTrace(ArchiveTraceRequest.getDefaultInstance());
    assertThat(holding.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(open.isDone()).isFalse();

    channel.shutdownNow();

    Awaitility.await().untilAsserted(() -> assertThat(over).hasValue(1));
    Awaitility.await().untilAsserted(() -> assertThat(port().value("grpc.connections")).isZero());
  }

  @Test
  void refusesCallsAboveTheLimit() throws Exception {
    QueryServiceGrpc.QueryServiceBlockingStub stub = stub(Map.of("limits.maxCalls", "1"));
    var open =
        QueryServiceGrpc.newFutureStub(port().channel())
            .archiveTrace(ArchiveTraceRequest.getDefaultInstance());
    assertThat(holding.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(open.isDone()).isFalse();

    assertFails(
        () -> stub.getServices(GetServicesRequest.getDefaultInstance()),
        Status.Code.UNAVAILABLE,
        "too many calls at once");
    assertThat(port().value("grpc.refused", "reason", "calls")).isEqualTo(1);
  }

  @Test
  void closesConnectionsAboveTheLimit() throws Exception {
    QueryServiceGrpc.QueryServiceBlockingStub stub = stub(Map.of("limits.maxConnections", "1"));
    stub.getServices(GetServicesRequest.getDefaultInstance());
    QueryServiceGrpc.QueryServiceBlockingStub second =
        QueryServiceGrpc.newBlockingStub(port().channel())
            .withDeadline(Deadline.after(5, TimeUnit.SECONDS));

    assertThatThrownBy(() -> second.getServices(GetServicesRequest.getDefaultInstance()))
        .isInstanceOf(StatusRuntimeException.class);
    stub.getServices(GetServicesRequest.getDefaultInstance());
    assertThat(port().value("grpc.refused", "reason", "connections")).isPositive();
  }

  @Test
  void closesIdleConnectionsButNotThoseWithACall() throws Exception {
    serve(Map.of("timeouts.idle", "200ms", "timeouts.request", "1500ms"));
    QueryServiceGrpc.newBlockingStub(port().channel())
        .getServices(GetServicesRequest.getDefaultInstance());
    RawGrpc raw = new RawGrpc(vertx, port().port());
    Future<Reply> slow =
        raw.send(
            HttpMethod.POST,
            "/jaeger.api_v2.QueryService/ArchiveTrace",
            RawGrpc.frame(0, EMPTY),
            Map.of());

    Awaitility.await()
        .untilAsserted(() -> assertThat(port().value("grpc.connections")).isLessThanOrEqualTo(1));
    assertThat(RawGrpc.await(slow).status()).isEqualTo("4");
    Awaitility.await().untilAsserted(() -> assertThat(port().value("grpc.connections")).isZero());
  }

  @Test
  void stoppingWaitsForCallsAndRefusesNewOnes() throws Exception {
    QueryServiceGrpc.QueryServiceBlockingStub stub = stub(Map.of());
    var open =
        QueryServiceGrpc.newFutureStub(port().channel())
            .archiveTrace(ArchiveTraceRequest.getDefaultInstance());
    assertThat(holding.await(10, TimeUnit.SECONDS)).isTrue();

    Future<Void> stopped = port().stop();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertFails(
                    () -> stub.getServices(GetServicesRequest.getDefaultInstance()),
                    Status.Code.UNAVAILABLE,
                    "shutting down"));
    assertThat(stopped.isComplete()).isFalse();
    held.get(0).onLoop(() -> held.get(0).reply(Query.ArchiveTraceResponse.getDefaultInstance()));

    assertThat(open.get(10, TimeUnit.SECONDS)).isNotNull();
    RawGrpc.await(stopped);
  }

  @Test
  void stoppingDoesNotWaitForEver() throws Exception {
    stub(Map.of("timeouts.drain", "100ms"));
    var open =
        QueryServiceGrpc.newFutureStub(port().channel())
            .archiveTrace(ArchiveTraceRequest.getDefaultInstance());
    assertThat(holding.await(10, TimeUnit.SECONDS)).isTrue();

    RawGrpc.await(port().stop());

    assertThatThrownBy(() -> open.get(10, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("UNAVAILABLE");
  }

  @Test
  void measuresCallsByMethodAndStatus() throws Exception {
    QueryServiceGrpc.QueryServiceBlockingStub stub = stub(Map.of());
    stub.getServices(GetServicesRequest.getDefaultInstance());
    failure.set(new GrpcException(GrpcStatus.NOT_FOUND, "no"));
    assertFails(
        () -> stub.getServices(GetServicesRequest.getDefaultInstance()),
        Status.Code.NOT_FOUND,
        "no");

    Awaitility.await().untilAsserted(() -> assertThat(port().value("grpc.calls.active")).isZero());
    for (String status : List.of("0", "5")) {
      assertThat(
              port()
                  .registry
                  .get("rpc.server.duration")
                  .tags("rpc.service", "jaeger.api_v2.QueryService")
                  .tags("rpc.method", "GetServices", "rpc.grpc.status_code", status)
                  .timer()
                  .count())
          .isEqualTo(1);
    }
  }

  private TestPort port() {
    return requireNonNull(port, "serve first");
  }

  private QueryServiceGrpc.QueryServiceBlockingStub stub(Map<String, String> settings)
      throws Exception {
    serve(settings);
    return QueryServiceGrpc.newBlockingStub(port().channel());
  }

  private void serve(Map<String, String> settings) throws Exception {
    GrpcService service =
        GrpcService.of(Query.getDescriptor(), "QueryService")
            .method("GetServices", this::services)
            .method("ArchiveTrace", this::hold)
            .method("GetTrace", this::chunks);
    port = new TestPort(vertx, settings, List.of(service));
  }

  private void services(GrpcCall call) {
    call.request(GetServicesRequest.parser());
    RuntimeException thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
    call.reply(GetServicesResponse.newBuilder().addServices("a").addServices("b").build());
  }

  private void hold(GrpcCall call) {
    held.add(call);
    call.whenOver(over::incrementAndGet);
    holding.countDown();
  }

  /** As many chunks as the first byte of the id says; without end when it is negative. */
  private void chunks(GrpcCall call) {
    int count = call.request(GetTraceRequest.parser()).getTraceId().byteAt(0);
    call.whenOver(over::incrementAndGet);
    next(call, count);
  }

  private void next(GrpcCall call, int left) {
    if (left == 0) {
      call.end();
    } else if (call.mustWait()) {
      call.whenDrained(() -> next(call, left));
    } else {
      call.send(CHUNK);
      call.afterOthers(() -> next(call, left < 0 ? left : left - 1));
    }
  }

  private static GetTraceRequest traceRequest(int chunks) {
    return GetTraceRequest.newBuilder()
        .setTraceId(ByteString.copyFrom(new byte[] {(byte) chunks}))
        .build();
  }

  private static int chunks(Iterator<SpansResponseChunk> answer) {
    int count = 0;
    while (answer.hasNext()) {
      answer.next();
      count++;
    }
    return count;
  }

  private static void assertFails(Runnable call, Status.Code code, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(e.getStatus().getDescription()).isEqualTo(message);
            });
  }
}
