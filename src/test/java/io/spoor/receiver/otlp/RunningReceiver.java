// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.bus.Addresses;
import io.spoor.bus.BusCodecs;
import io.spoor.bus.WriteRequest;
import io.spoor.config.AdmissionConfig;
import io.spoor.config.ConfigSection;
import io.spoor.config.OtlpGrpcConfig;
import io.spoor.config.OtlpHttpConfig;
import io.spoor.model.WriteResult;
import io.spoor.receiver.ByteBudget;
import io.spoor.receiver.Intake;
import io.spoor.receiver.SpanIntake;
import io.spoor.telemetry.Ledger;
import io.spoor.telemetry.LedgerSnapshot;
import io.spoor.telemetry.ReceiverMetrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Both OTLP receivers on free ports, with a storage behind the bus that a test decides about. */
final class RunningReceiver implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  final Vertx vertx = Vertx.vertx();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final ReceiverMetrics metrics = new ReceiverMetrics(registry);
  final Ledger ledger = new Ledger(Clock.systemUTC());
  final List<WriteRequest> requests = new CopyOnWriteArrayList<>();
  final ByteBudget budget;
  final Intake intake;
  final String grpcId;
  final String httpId;
  final int grpcPort;
  final int httpPort;

  volatile Function<WriteRequest, Future<WriteResult>> storage = RunningReceiver::store;

  /** Starts with settings such as {@code "admission.maxMessageBytes=1KiB"}. */
  static RunningReceiver start(String... settings) {
    return new RunningReceiver(settings);
  }

  private RunningReceiver(String... settings) {
    AdmissionConfig admission =
        ConfigSection.of(under("admission.", settings), AdmissionConfig::from);
    Map<String, String> grpc = under("grpc.", settings);
    grpc.putIfAbsent("port", "0");
    grpc.putIfAbsent("eventLoops", "1");
    Map<String, String> http = under("http.", settings);
    http.putIfAbsent("port", "0");
    http.putIfAbsent("eventLoops", "1");
    BusCodecs.register(vertx);
    await(
        Addresses.SPANS_PROCESS
            .serve(
                vertx,
                request -> {
                  requests.add(request);
                  return storage.apply(request);
                })
            .completion());
    budget = new ByteBudget(admission, metrics);
    intake =
        new Intake(admission, budget, new SpanIntake(vertx, admission, ledger, metrics), metrics);
    OtlpGrpcReceiverVerticle grpcVerticle =
        OtlpGrpcReceiverVerticle.instances(ConfigSection.of(grpc, OtlpGrpcConfig::from), intake)
            .get();
    OtlpHttpReceiverVerticle httpVerticle =
        OtlpHttpReceiverVerticle.instances(ConfigSection.of(http, OtlpHttpConfig::from), intake)
            .get();
    grpcId = await(vertx.deployVerticle(grpcVerticle));
    httpId = await(vertx.deployVerticle(httpVerticle));
    grpcPort = grpcVerticle.port();
    httpPort = httpVerticle.port();
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }

  static Future<WriteResult> store(WriteRequest request) {
    return Future.succeededFuture(WriteResult.stored(request.batch().size()));
  }

  /** Spans that reached the storage. */
  int spansSeen() {
    return requests.stream().mapToInt(request -> request.batch().size()).sum();
  }

  double count(String meter, String... tags) {
    return registry.get(meter).tags(tags).counter().count();
  }

  /** Waits until nothing holds memory and no span is in flight. */
  void assertSettled() {
    org.awaitility.Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(budget.inFlightBytes()).isZero();
              assertThat(registry.get("admission.inflight.bytes").gauge().value()).isZero();
            });
    LedgerSnapshot snapshot = ledger.snapshot();
    assertThat(snapshot.lines()).allSatisfy(line -> assertThat(line.counts().inFlight()).isZero());
  }

  /** Checks, besides closing, that every test gave back what it took. */
  @Override
  public void close() {
    try {
      assertSettled();
    } finally {
      abandon();
    }
  }

  /** Closes without checking anything. */
  void abandon() {
    await(vertx.close());
    intake.close();
  }

  private static Map<String, String> under(String prefix, String... settings) {
    Map<String, String> values = new HashMap<>();
    for (String setting : settings) {
      if (setting.startsWith(prefix)) {
        int equals = setting.indexOf('=');
        values.put(setting.substring(prefix.length(), equals), setting.substring(equals + 1));
      }
    }
    return values;
  }
}
