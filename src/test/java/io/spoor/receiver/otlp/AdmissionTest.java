// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.otlp;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spoor.CapturedLog;
import io.spoor.TestCertificates;
import io.spoor.TestSpans;
import io.spoor.bus.Refusal;
import io.spoor.bus.RefusedException;
import io.spoor.bus.WriteRequest;
import io.spoor.codec.otlp.OtlpProtoEncoder;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchEditor;
import io.spoor.model.WriteResult;
import io.spoor.receiver.Intake;
import io.spoor.receiver.http.GrpcClient;
import io.spoor.receiver.http.GrpcClient.Reply;
import io.spoor.receiver.http.RawHttp;
import io.spoor.telemetry.IntakeReason;
import io.spoor.telemetry.LedgerCounts;
import io.spoor.telemetry.LedgerFate;
import io.spoor.telemetry.LedgerReceiver;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds memory holds budget: over deadlines, cancellation, overload and the end. */
class AdmissionTest {
  private static final byte[] SHOP = OtlpProtoEncoder.encode(TestSpans.shop());
  private static final int SHOP_SPANS = TestSpans.shop().size();

  private final Queue<Promise<WriteResult>> held = new ConcurrentLinkedQueue<>();
  private RunningReceiver receiver = RunningReceiver.start();
  private GrpcClient client =
      new GrpcClient(receiver.vertx, receiver.grpcPort, OtlpGrpcReceiverVerticle.EXPORT.path());

  @AfterEach
  void everythingWasGivenBack() {
    releaseAll();
    receiver.close();
  }

  @Test
  void deadlineIsAnsweredWhileTheRequestGoesOn() {
    receiver.storage = this::hold;

    Reply reply = client.call(GrpcClient.frame(0, SHOP), Map.of(GrpcClient.TIMEOUT, "200m"));

    assertThat(reply.status()).isEqualTo("14");
    assertThat(reply.message()).contains("outcome is unknown");
    SpanBatch batch = receiver.requests.get(0).batch();
    assertThat(receiver.budget.inFlightBytes())
        .as("still held: the batch is, and what repairing it may take")
        .isEqualTo(batch.bytes() + SpanBatchEditor.repairBytes(batch));
    assertThat(counts().inFlight()).isEqualTo(SHOP_SPANS);

    releaseAll();
    receiver.assertSettled();
    assertThat(counts().of(LedgerFate.STORED)).isEqualTo(SHOP_SPANS);
  }

  @Test
  void deadlineAnswersOverHttpToo() throws Exception {
    restart("http.timeouts.request=200ms");
    receiver.storage = this::hold;
    try (RawHttp raw = new RawHttp(receiver.httpPort)) {
      raw.write(
          "POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-protobuf\r\n"
              + "content-length: "
              + SHOP.length
              + "\r\n\r\n");
      raw.write(SHOP);
      assertThat(raw.readUntil("\r\n\r\n"))
          .startsWith("HTTP/1.1 503")
          .containsIgnoringCase("retry-after: 1");
    }
    assertThat(receiver.budget.inFlightBytes()).isPositive();
  }

  @Test
  void clientCannotWaitLongerThanTheServerAllows() {
    restart("grpc.timeouts.maxRequest=200ms");
    receiver.storage = this::hold;
    Reply reply = client.call(GrpcClient.frame(0, SHOP), Map.of(GrpcClient.TIMEOUT, "1H"));
    assertThat(reply.status()).isEqualTo("14");
  }

  @Test
  void passedDeadlineIsRefusedWithoutSending() {
    Reply reply = client.call(GrpcClient.frame(0, SHOP), Map.of(GrpcClient.TIMEOUT, "0S"));
    assertThat(reply.status()).isEqualTo("14");
    assertThat(receiver.requests).isEmpty();
    assertThat(counts().of(LedgerFate.REFUSED)).isEqualTo(SHOP_SPANS);
  }

  @Test
  void cancelledRequestKeepsItsBudgetUntilStorageIsDone() {
    receiver.storage = this::hold;
    HttpClientRequest request =
        RunningReceiver.await(client.open(OtlpGrpcReceiverVerticle.EXPORT.path(), Map.of()));
    request.end(GrpcClient.frame(0, SHOP));
    await().until(() -> !held.isEmpty());

    request.reset(8);

    assertThat(receiver.budget.inFlightBytes()).isPositive();
    releaseAll();
    receiver.assertSettled();
    assertThat(counts().of(LedgerFate.STORED)).isEqualTo(SHOP_SPANS);
  }

  @Test
  void requestCancelledHalfWayGivesItsBudgetBackAtOnce() {
    HttpClientRequest request =
        RunningReceiver.await(client.open(OtlpGrpcReceiverVerticle.EXPORT.path(), Map.of()));
    request.setChunked(true);
    request.write(GrpcClient.frame(0, SHOP).getBuffer(0, SHOP.length / 2));
    await().until(() -> receiver.budget.inFlightBytes() > 0);

    request.reset(8);

    receiver.assertSettled();
    await()
        .until(
            () ->
                receiver.count(
                        "receiver.refused.undecoded.requests",
                        "transport",
                        "otlp_grpc",
                        "reason",
                        "cancelled")
                    == 1);
  }

  @Test
  void connectionClosedHalfWayGivesItsBudgetBackAtOnce() throws IOException {
    try (RawHttp raw = new RawHttp(receiver.httpPort)) {
      raw.write(
          "POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-protobuf\r\n"
              + "content-length: 1000\r\n\r\nabc");
      await().until(() -> receiver.budget.inFlightBytes() > 0);
    }
    receiver.assertSettled();
  }

  @Test
  void requestsAboveTheBudgetAreRefusedUntilThereIsRoomAgain() {
    restart("admission.maxInFlightBytes=" + (64 << 10));
    receiver.storage = this::hold;
    List<Future<Reply>> first = new ArrayList<>();
    while (receiver.budget.inFlightBytes() + 2L * SHOP.length < receiver.budget.maxBytes()) {
      int before = held.size();
      first.add(client.send(GrpcClient.frame(0, SHOP), Map.of()));
      await().until(() -> held.size() > before || first.get(first.size() - 1).isComplete());
      if (first.get(first.size() - 1).isComplete()) {
        break;
      }
    }
    assertThat(held).isNotEmpty();

    Reply refused = client.export(new byte[32 << 10]);
    assertThat(refused.status()).isEqualTo("14");
    assertThat(refused.headers().contains("grpc-status-details-bin")).isTrue();
    assertThat(
            receiver.count(
                "receiver.refused.undecoded.requests",
                "transport",
                "otlp_grpc",
                "reason",
                "budget_full"))
        .isPositive();

    receiver.storage = RunningReceiver::store;
    releaseAll();
    receiver.assertSettled();
    assertThat(client.export(SHOP).status()).isEqualTo("0");
  }

  @Test
  void overloadIsLogged_andWhatASenderDidWrongIsNot() {
    try (CapturedLog log = new CapturedLog(Intake.class)) {
      receiver.intake.undecoded(LedgerReceiver.OTLP_HTTP, IntakeReason.MALFORMED, 1);
      assertThat(log.lines()).isEmpty();

      receiver.intake.undecoded(LedgerReceiver.OTLP_HTTP, IntakeReason.BUDGET_FULL, 1);
      receiver.intake.undecoded(LedgerReceiver.OTLP_GRPC, IntakeReason.DECODERS_BUSY, 1);
      assertThat(log.lines())
          .containsExactly(
              "WARN Requests refused, too much is in flight; lately by budget_full count=1");
    }
  }

  @Test
  void overloadBehindTheDecoderIsLoggedToo() {
    receiver.storage =
        request -> Future.failedFuture(new RefusedException(Refusal.QUEUE_FULL, "full"));
    try (CapturedLog log = new CapturedLog(Intake.class)) {
      assertThat(client.export(SHOP).status()).isEqualTo("14");
      assertThat(log.lines())
          .containsExactly(
              "WARN Requests refused, too much is in flight; lately by queue_full count=1");
    }
  }

  @Test
  void decodersThatAreBusyRefuseWhatTheQueueCannotHold() {
    restart(
        "admission.decodeThreads=1",
        "admission.decodeQueueRequests=1",
        "admission.inlineDecodeBytes=0");
    List<Future<Reply>> replies = new ArrayList<>();
    byte[] large = GrpcReceiverTest.padding(8 << 20);
    byte[] compressed = com.github.luben.zstd.Zstd.compress(large);
    for (int i = 0; i < 30; i++) {
      replies.add(
          client.send(GrpcClient.frame(1, compressed), Map.of(GrpcClient.ENCODING, "zstd")));
    }
    List<String> statuses =
        replies.stream()
            .map(reply -> String.valueOf(RunningReceiver.await(reply).status()))
            .toList();
    assertThat(statuses).containsOnly("0", "14").contains("0", "14");
    assertThat(
            receiver.count(
                "receiver.refused.undecoded.requests",
                "transport",
                "otlp_grpc",
                "reason",
                "decoders_busy"))
        .isEqualTo((double) statuses.stream().filter("14"::equals).count());
  }

  @Test
  void bodyThatDoesNotArriveInTimeIsGivenUp() throws IOException {
    restart("grpc.timeouts.body=200ms", "http.timeouts.body=200ms");
    HttpClientRequest request =
        RunningReceiver.await(client.open(OtlpGrpcReceiverVerticle.EXPORT.path(), Map.of()));
    request.setChunked(true);
    request.write(GrpcClient.frame(0, SHOP).getBuffer(0, 20));
    Reply reply = RunningReceiver.await(request.response().compose(Reply::of));
    assertThat(reply.status()).isEqualTo("4");

    try (RawHttp raw = new RawHttp(receiver.httpPort)) {
      raw.write(
          "POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-protobuf\r\n"
              + "content-length: 1000\r\n\r\nabc");
      assertThat(raw.readToEnd()).startsWith("HTTP/1.1 408");
    }
  }

  @Test
  void silentAndTricklingConnectionsAreClosed() throws IOException {
    restart(
        "http.timeouts.body=200ms", "http.timeouts.idle=200ms", "http.timeouts.maxRequest=200ms");
    try (RawHttp silent = new RawHttp(receiver.httpPort);
        RawHttp trickling = new RawHttp(receiver.httpPort);
        RawHttp idle = new RawHttp(receiver.httpPort)) {
      trickling.write("POST /v1/traces HT");
      assertThat(
              idle.exchange(
                  "POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
                      + "content-length: 2\r\n\r\n{}"))
          .startsWith("HTTP/1.1 200");
      assertThat(trickling.readToEnd()).isEmpty();
      idle.readToEnd();
      assertThat(silent.readToEnd()).isEmpty();
    }
    await().until(() -> connections("otlp_http") == 0);
  }

  @Test
  void tricklingHeadOverTlsIsGivenUp(@TempDir Path folder) throws Exception {
    TestCertificates certificates = new TestCertificates(folder).create("server", "EC");
    restart(
        "http.timeouts.body=200ms", // and the idle timeout is two minutes
        "http.tls.certificateFile=" + certificates.certificate("server"),
        "http.tls.keyFile=" + certificates.key("server"));
    try (RawHttp raw =
        new RawHttp(trusting(certificates.certificate("server")), receiver.httpPort)) {
      raw.write("POST /v1/traces HT");
      assertThat(raw.readToEnd()).isEmpty();
    }
  }

  @Test
  void connectionsAboveTheLimitAreClosed() throws IOException {
    restart("http.limits.maxConnections=2");
    String ping =
        "POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
            + "content-length: 2\r\n\r\n{}";
    try (RawHttp one = new RawHttp(receiver.httpPort)) {
      assertThat(one.exchange(ping)).startsWith("HTTP/1.1 200");
      try (RawHttp two = new RawHttp(receiver.httpPort);
          RawHttp three = new RawHttp(receiver.httpPort)) {
        assertThat(two.exchange(ping)).startsWith("HTTP/1.1 200");
        three.write(ping);
        assertThat(three.readToEnd()).isEmpty();
      }
      assertThat(receiver.count("receiver.refused.connections", "transport", "otlp_http"))
          .isEqualTo(1);
      await().until(() -> connections("otlp_http") == 1);
      try (RawHttp four = new RawHttp(receiver.httpPort)) {
        assertThat(four.exchange(ping)).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void oldConnectionsAreGivenUpAfterTheirRequests() {
    restart("grpc.keepAlive.maxAge=100ms");
    receiver.storage = this::hold;
    Future<Reply> open = client.send(GrpcClient.frame(0, SHOP), Map.of());
    await().until(() -> !held.isEmpty());
    // A request on a new connection: the old one takes none any more.
    await()
        .untilAsserted(
            () -> {
              receiver.storage = RunningReceiver::store;
              assertThat(client.export(SHOP).status()).isEqualTo("0");
              assertThat(connections("otlp_grpc")).isGreaterThan(1);
            });
    releaseAll();
    assertThat(RunningReceiver.await(open).status()).isEqualTo("0");
    await().until(() -> connections("otlp_grpc") == 0);
  }

  @Test
  void answeringClientsSurviveKeepAlivePings() {
    restart("grpc.keepAlive.interval=50ms", "grpc.keepAlive.timeout=5s");
    receiver.storage = this::hold;
    Future<Reply> reply =
        client.send(GrpcClient.frame(0, SHOP), Map.of(GrpcClient.TIMEOUT, "400m"));
    assertThat(RunningReceiver.await(reply).status())
        .as("answered by the deadline")
        .isEqualTo("14");
    assertThat(connections("otlp_grpc")).isEqualTo(1);
  }

  @Test
  void stoppingAnswersWhatIsInFlightAndRefusesTheRest() {
    receiver.storage = this::hold;
    Future<Reply> inFlight = client.send(GrpcClient.frame(0, SHOP), Map.of());
    await().until(() -> !held.isEmpty());

    Future<Void> stopped = receiver.vertx.undeploy(receiver.grpcId);
    await()
        .untilAsserted(
            () -> {
              Future<Reply> late = client.send(GrpcClient.frame(0, SHOP), Map.of());
              assertThat(RunningReceiver.await(late).status()).isEqualTo("14");
            });
    assertThat(stopped.isComplete()).isFalse();
    assertThat(inFlight.isComplete()).isFalse();

    releaseAll();
    assertThat(RunningReceiver.await(inFlight).status()).isEqualTo("0");
    RunningReceiver.await(stopped);
  }

  @Test
  void stoppingWaitsForStorageAfterTheDeadlineWasAnswered() {
    receiver.storage = this::hold;
    client.call(GrpcClient.frame(0, SHOP), Map.of(GrpcClient.TIMEOUT, "50m"));

    Future<Void> stopped = receiver.vertx.undeploy(receiver.grpcId);
    assertThat(stopped.isComplete()).isFalse();

    releaseAll();
    RunningReceiver.await(stopped);
    assertThat(counts().of(LedgerFate.STORED)).isEqualTo(SHOP_SPANS);
  }

  @Test
  void stoppingDoesNotWaitForeverForStorage() {
    RunningReceiver stuck = RunningReceiver.start("grpc.timeouts.drain=100ms");
    stuck.storage = this::hold;
    new GrpcClient(stuck.vertx, stuck.grpcPort, OtlpGrpcReceiverVerticle.EXPORT.path())
        .send(GrpcClient.frame(0, SHOP), Map.of())
        .onComplete(ended -> {});
    await().until(() -> !held.isEmpty());

    RunningReceiver.await(stuck.vertx.undeploy(stuck.grpcId));

    stuck.abandon();
  }

  @Test
  void earlyAnswerEndsAnEndlessRequest() {
    HttpClientRequest request =
        RunningReceiver.await(client.open("/no.such.Service/Call", Map.of()));
    request.setChunked(true);
    Future<Void> gone =
        Future.future(promise -> request.exceptionHandler(failure -> promise.tryComplete()));
    Buffer chunk = Buffer.buffer(new byte[64 << 10]);
    Future<Reply> reply = request.response().compose(Reply::of);
    for (int i = 0; i < 40; i++) { // more than a refused request may go on
      request.write(chunk).onFailure(expected -> {});
    }
    assertThat(RunningReceiver.await(reply).status()).isEqualTo("12");
    RunningReceiver.await(gone);
    assertThat(client.export(SHOP).status()).isEqualTo("0");
  }

  private static SocketFactory trusting(Path certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return tls.getSocketFactory();
  }

  private void restart(String... settings) {
    receiver.close();
    receiver = RunningReceiver.start(settings);
    client =
        new GrpcClient(receiver.vertx, receiver.grpcPort, OtlpGrpcReceiverVerticle.EXPORT.path());
  }

  private Future<WriteResult> hold(WriteRequest request) {
    Promise<WriteResult> promise = Promise.promise();
    held.add(promise);
    return promise.future();
  }

  private void releaseAll() {
    for (Promise<WriteResult> one = held.poll(); one != null; one = held.poll()) {
      one.complete(WriteResult.stored(SHOP_SPANS));
    }
  }

  private double connections(String transport) {
    return receiver
        .registry
        .get("receiver.connections")
        .tag("transport", transport)
        .gauge()
        .value();
  }

  private LedgerCounts counts() {
    return requireNonNull(receiver.ledger.snapshot().lines().get(0)).counts();
  }
}
