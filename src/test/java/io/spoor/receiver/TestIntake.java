// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.bus.Addresses;
import io.spoor.bus.BusCodecs;
import io.spoor.bus.WriteRequest;
import io.spoor.config.AdmissionConfig;
import io.spoor.config.ConfigSection;
import io.spoor.model.WriteResult;
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

/** An intake with a storage behind the bus that a test decides about; receivers go in front. */
public class TestIntake implements AutoCloseable {
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  public final Vertx vertx = Vertx.vertx();
  public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  public final ReceiverMetrics metrics = new ReceiverMetrics(registry);
  public final Ledger ledger = new Ledger(Clock.systemUTC());
  public final List<WriteRequest> requests = new CopyOnWriteArrayList<>();
  public final ByteBudget budget;
  public final Intake intake;

  public volatile Function<WriteRequest, Future<WriteResult>> storage = TestIntake::store;

  /** Takes settings such as {@code "admission.maxMessageBytes=1KiB"}. */
  protected TestIntake(String... settings) {
    AdmissionConfig admission =
        ConfigSection.of(under("admission.", settings), AdmissionConfig::from);
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
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }

  public static Future<WriteResult> store(WriteRequest request) {
    return Future.succeededFuture(WriteResult.stored(request.batch().size()));
  }

  /** Spans that reached the storage. */
  public int spansSeen() {
    return requests.stream().mapToInt(request -> request.batch().size()).sum();
  }

  public double count(String meter, String... tags) {
    return registry.get(meter).tags(tags).counter().count();
  }

  /** Waits until nothing holds memory and no span is in flight. */
  public void assertSettled() {
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
  public void abandon() {
    await(vertx.close());
    intake.close();
  }

  /** The settings below a prefix, without it. */
  protected static Map<String, String> under(String prefix, String... settings) {
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
