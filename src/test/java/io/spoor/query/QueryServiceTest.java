// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.TestSpans;
import io.spoor.bus.GetDependenciesRequest;
import io.spoor.bus.GetServicesRequest;
import io.spoor.bus.GetTracesRequest;
import io.spoor.bus.Refusal;
import io.spoor.bus.RefusedException;
import io.spoor.bus.ServiceList;
import io.spoor.bus.TraceCursor;
import io.spoor.config.QueryConfig;
import io.spoor.model.Deadline;
import io.spoor.model.Dependency;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.Trace;
import io.spoor.model.TraceId;
import io.spoor.query.FakeTraceReader.Chunks;
import io.spoor.storage.BatchCursor;
import io.spoor.storage.Capabilities;
import io.spoor.storage.ReadLimits;
import io.spoor.storage.StorageException;
import io.spoor.telemetry.QueryMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Leases, limits, deadlines and draining. */
class QueryServiceTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private FakeTraceReader storage = new FakeTraceReader();

  @AfterEach
  void close() {
    get(vertx.close());
  }

  @Test
  void consecutiveChunks_becomeTraces() {
    storage = FakeTraceReader.of(chunk(1, 1, 2), chunk(1, 3, 1), chunk(2, 1, 1), chunk(3, 1, 3));

    TraceCursor cursor = get(ask(service(), LONG));
    List<Trace> traces = readAll(cursor);

    assertThat(traces)
        .extracting(trace -> trace.id().low() + ":" + trace.size())
        .containsExactly("1:3", "2:1", "3:3");
    assertThat(cursor.incomplete()).isEmpty();
    assertThat(get(cursor.next())).as("after the end").isEmpty();
  }

  @Test
  void traceOfManyChunks_thatComeAtOnce_needsNoStack() {
    List<SpanBatch> chunks = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      chunks.add(TestSpans.single(1, i + 1, "service", "op"));
    }
    storage = FakeTraceReader.of(new Chunks(chunks));

    List<Trace> traces = readAll(get(ask(service(), LONG)));

    assertThat(traces).hasSize(1);
    assertThat(traces.get(0).size()).isEqualTo(20_000);
  }

  @Test
  void adjusters_runUnlessRaw() {
    storage =
        FakeTraceReader.of(TestSpans.batch().resource("s").span(1, 1, "op").at(0, -5).build());

    QueryService service = service();
    Trace adjusted = readAll(get(service.getTraces(request(false, LONG)))).get(0);
    Trace raw = readAll(get(service.getTraces(request(true, LONG)))).get(0);

    assertThat(adjusted.durationNano(0)).isEqualTo(1);
    assertThat(adjusted.warnings(0)).hasSize(1);
    assertThat(adjusted.isSorted()).isTrue();
    assertThat(raw.durationNano(0)).isEqualTo(-5);
    assertThat(raw.warnings(0)).isEmpty();
    assertThat(raw.isSorted()).isFalse();
  }

  @Test
  void largeTrace_isAdjustedAndTruncatedTheSame() {
    List<SpanBatch> chunks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      chunks.add(chunk(1, 1 + 1_000L * i, 1_000));
    }
    storage = FakeTraceReader.of(new Chunks(chunks));

    Trace trace = readAll(get(ask(service("maxTraceSpans", "4500"), LONG))).get(0);

    assertThat(trace.size()).isEqualTo(4_500);
    assertThat(trace.isSorted()).isTrue();
    assertThat(trace.warnings(0))
        .containsExactly("trace has more than 4500 spans, showing first 4500 spans only");
    assertThat(registry.get("query.truncated.traces").counter().count()).isEqualTo(1);
  }

  @Test
  void reader_isOneTraceAheadAtMost() {
    Chunks chunks = new Chunks(List.of(chunk(1, 1, 1), chunk(2, 1, 1), chunk(3, 1, 1)));
    storage = FakeTraceReader.of(chunks);

    TraceCursor cursor = get(ask(service(), LONG));
    assertThat(get(cursor.next())).isPresent();

    await().until(() -> chunks.asked.get() == 3); // 2 is known to be whole when 3 begins
    get(settled());
    assertThat(chunks.asked).hasValue(3);
    cursor.close();
  }

  @Test
  void end_closesStorageBeforeTheReaderComes() {
    Chunks chunks = new Chunks(List.of(chunk(1, 1, 1)));
    storage = FakeTraceReader.of(chunks);

    TraceCursor cursor = get(ask(service(), LONG));
    assertThat(get(cursor.next())).isPresent();

    await().until(() -> chunks.closed.get() > 0);
    assertThat(open()).as("still leased").isEqualTo(1);
    assertThat(get(cursor.next())).isEmpty();
    await().until(() -> open() == 0);
  }

  @Test
  void close_givesEverythingBack() {
    Chunks chunks = new Chunks(List.of(chunk(1, 1, 1), chunk(2, 1, 1), chunk(3, 1, 1)));
    storage = FakeTraceReader.of(chunks);
    TraceCursor cursor = get(ask(service(), LONG));
    assertThat(get(cursor.next())).isPresent();
    assertThat(inFlightBytes()).isPositive();

    cursor.close();
    cursor.close();

    await().until(() -> open() == 0);
    assertThat(inFlightBytes()).isZero();
    assertThat(chunks.closed.get()).isPositive();
    assertThat(get(cursor.next())).isEmpty();
    assertThat(ended("get_traces", "answered")).isEqualTo(1);
  }

  @Test
  void deadline_closesTheLeaseAndFailsItsReader() {
    Promise<Optional<SpanBatch>> never = Promise.promise();
    Chunks chunks = withSecond(never.future());
    storage = FakeTraceReader.of(chunks);
    TraceCursor cursor = get(ask(service(), Duration.ofMillis(30)));

    assertRefused(cursor.next(), Refusal.DEADLINE_EXCEEDED);
    assertRefused(cursor.next(), Refusal.DEADLINE_EXCEEDED);

    assertThat(chunks.closed.get()).isPositive();
    assertThat(open()).as("storage still owes a chunk").isEqualTo(1);
    never.complete(Optional.of(chunk(2, 1, 1)));
    await().until(() -> open() == 0);
    assertThat(inFlightBytes()).isZero();
    assertThat(ended("get_traces", "timed_out")).isEqualTo(1);
  }

  @Test
  void deadline_closesACursorThatStorageGivesTooLate() {
    Promise<BatchCursor> late = Promise.promise();
    storage.traces = limits -> late.future();
    Chunks chunks = new Chunks(List.of());

    assertRefused(ask(service(), Duration.ofMillis(30)), Refusal.DEADLINE_EXCEEDED);
    assertThat(open()).isEqualTo(1);
    late.complete(chunks);

    await().until(() -> open() == 0);
    assertThat(chunks.closed.get()).isPositive();
  }

  @Test
  void configuredTimeout_boundsALaterDeadline() {
    List<ReadLimits> limits = new CopyOnWriteArrayList<>();
    storage.traces =
        given -> {
          limits.add(given);
          return Promise.<BatchCursor>promise().future();
        };

    assertRefused(
        ask(service("timeout", "30ms", "maxBytes", "7KiB"), LONG), Refusal.DEADLINE_EXCEEDED);
    assertThat(limits.get(0).deadline().remainingMillis()).isLessThanOrEqualTo(30);
    assertThat(limits.get(0).maxBytes()).isEqualTo(7 << 10);
  }

  @Test
  void openRequests_areBounded() {
    storage = FakeTraceReader.of(chunk(1, 1, 1));
    QueryService service = service("maxOpenRequests", "2");
    TraceCursor first = get(ask(service, LONG));
    get(ask(service, LONG));

    assertRefused(ask(service, LONG), Refusal.QUEUE_FULL);
    assertRefused(
        service.getServices(new GetServicesRequest(Tenant.DEFAULT, after(LONG))),
        Refusal.QUEUE_FULL);
    first.close();
    await().until(() -> open() == 1);

    assertThat(readAll(get(ask(service, LONG)))).hasSize(1);
    assertThat(ended("get_traces", "refused")).isEqualTo(1);
  }

  @Test
  void bytesOfAllOpenAnswers_areBounded() {
    storage = FakeTraceReader.of(large(1), large(2));
    QueryService service = service("maxTraceBytes", "512KiB", "maxInFlightBytes", "1MiB");
    TraceCursor first = get(ask(service, LONG));
    assertThat(get(first.next())).isPresent();
    await().until(() -> inFlightBytes() > 800_000); // the next trace has been read ahead

    TraceCursor second = get(ask(service, LONG));
    assertRefused(second.next(), Refusal.QUEUE_FULL);
    assertThat(get(first.next())).as("what is open goes on").isPresent();
    assertThat(get(first.next())).isEmpty();

    await().until(() -> open() == 0);
    assertThat(inFlightBytes()).isZero();
    assertThat(readAll(get(ask(service, LONG)))).hasSize(2);
  }

  @Test
  void answerThatReachesMaxBytes_endsAndSaysSo() {
    storage = FakeTraceReader.of(chunk(1, 1, 1), chunk(2, 1, 1), chunk(3, 1, 1));

    TraceCursor cursor = get(ask(service("maxBytes", "100"), LONG));

    assertThat(readAll(cursor)).hasSize(2);
    assertThat(cursor.incomplete()).contains("the answer reached query.maxBytes, 100");
  }

  @Test
  void incomplete_isWhatStorageSays() {
    storage =
        FakeTraceReader.of(new Chunks(List.of(chunk(1, 1, 1)), Optional.of("a shard is down")));

    TraceCursor cursor = get(ask(service(), LONG));

    assertThat(readAll(cursor)).hasSize(1);
    assertThat(cursor.incomplete()).contains("a shard is down");
  }

  @Test
  void failureOfStorage_isARefusalByItsNature() {
    QueryService service = service();
    storage.traces = limits -> Future.failedFuture(StorageException.retryable("busy", null));
    assertRefused(ask(service, LONG), Refusal.STORAGE_FAILED).hasMessage("busy");
    storage.traces = limits -> Future.failedFuture(StorageException.permanent("cannot", null));
    assertRefused(ask(service, LONG), Refusal.UNSUPPORTED).hasMessage("cannot");
    storage.traces =
        limits -> {
          throw new IllegalStateException("broken promise");
        };
    assertRefused(ask(service, LONG), Refusal.STORAGE_FAILED).hasMessage("broken promise");

    await().until(() -> open() == 0);
    assertThat(ended("get_traces", "failed")).isEqualTo(2);
    assertThat(ended("get_traces", "unsupported")).isEqualTo(1);
  }

  @Test
  void failureInTheMiddleOfATrace_reachesTheReader() {
    Chunks chunks = withSecond(Future.failedFuture(StorageException.retryable("disk gone", null)));
    storage = FakeTraceReader.of(chunks);

    TraceCursor cursor = get(ask(service(), LONG));

    assertRefused(cursor.next(), Refusal.STORAGE_FAILED).hasMessage("disk gone");
    await().until(() -> open() == 0);
    assertThat(chunks.closed.get()).isPositive();
    assertThat(inFlightBytes()).isZero();
  }

  @Test
  void secondNextBeforeTheFirstCompleted_fails() {
    storage = FakeTraceReader.of(withSecond(Promise.<Optional<SpanBatch>>promise().future()));
    TraceCursor cursor = get(ask(service(), LONG));

    Future<Optional<Trace>> first = cursor.next();

    assertThatThrownBy(() -> get(cursor.next())).isInstanceOf(IllegalStateException.class);
    assertThat(first.isComplete()).isFalse();
    cursor.close();
    assertThat(get(first)).as("ended by close").isEmpty();
  }

  @Test
  void getServices_failsAtTheDeadlineAndStaysOpenUntilStorageEnds() {
    Promise<List<String>> slow = Promise.promise();
    storage.services = slow.future();

    Future<ServiceList> answer =
        service().getServices(new GetServicesRequest(Tenant.DEFAULT, after(Duration.ofMillis(30))));

    assertRefused(answer, Refusal.DEADLINE_EXCEEDED);
    assertThat(open()).isEqualTo(1);
    slow.complete(List.of("late"));
    await().until(() -> open() == 0);
  }

  @Test
  void getDependencies_mergesAndSorts() {
    storage.dependencies =
        Future.succeededFuture(
            List.of(
                new Dependency("b", "a", 1),
                new Dependency("a", "c", 2),
                new Dependency("a", "b", 3),
                new Dependency("a", "c", 4)));

    assertThat(
            get(service()
                    .getDependencies(new GetDependenciesRequest(Tenant.DEFAULT, 0, 1, after(LONG))))
                .dependencies())
        .containsExactly(
            new Dependency("a", "b", 3), new Dependency("a", "c", 6), new Dependency("b", "a", 1));
  }

  @Test
  void drain_refusesNewAndWaitsForTheOpen() {
    storage = FakeTraceReader.of(chunk(1, 1, 1), chunk(2, 1, 1));
    QueryService service = service("drainTimeout", "1m");
    TraceCursor cursor = get(ask(service, LONG));

    Future<Void> drained = service.drain();

    assertRefused(ask(service, LONG), Refusal.UNAVAILABLE);
    assertThat(drained.isComplete()).isFalse();
    assertThat(readAll(cursor)).hasSize(2);
    get(drained);
    assertThat(service.drain().succeeded()).isTrue();
  }

  @Test
  void drain_endsWhatIsOpenAtItsTimeout() {
    storage = FakeTraceReader.of(chunk(1, 1, 1));
    QueryService service = service("drainTimeout", "20ms");
    TraceCursor cursor = get(ask(service, LONG));

    get(service.drain());

    await().until(() -> open() == 0);
    assertRefused(cursor.next(), Refusal.UNAVAILABLE);
  }

  private QueryService service(String... keysAndValues) {
    QueryConfig config = TestConfig.with(keysAndValues);
    return new QueryService(
        vertx, storage, Capabilities.full(false), config, new QueryMetrics(registry));
  }

  private static Future<TraceCursor> ask(QueryService service, Duration timeout) {
    return service.getTraces(request(false, timeout));
  }

  private static GetTracesRequest request(boolean raw, Duration timeout) {
    return new GetTracesRequest(
        Tenant.DEFAULT, List.of(new TraceId(0, 1)), raw, Deadline.after(timeout));
  }

  private static Deadline after(Duration timeout) {
    return Deadline.after(timeout);
  }

  private static List<Trace> readAll(TraceCursor cursor) {
    List<Trace> traces = new ArrayList<>();
    for (Optional<Trace> next = get(cursor.next()); next.isPresent(); next = get(cursor.next())) {
      traces.add(next.get());
    }
    return traces;
  }

  /** A cursor that gives one chunk and then whatever the future brings. */
  private static Chunks withSecond(Future<Optional<SpanBatch>> second) {
    return new Chunks(List.of(chunk(1, 1, 1))) {
      @Override
      public Future<Optional<SpanBatch>> next() {
        Future<Optional<SpanBatch>> first = super.next();
        return asked.get() == 1 ? first : second;
      }
    };
  }

  /** Completes after what is scheduled now on this thread's event loop, which leases use too. */
  private Future<Void> settled() {
    Promise<Void> settled = Promise.promise();
    vertx.runOnContext(v -> settled.complete());
    return settled.future();
  }

  private static SpanBatch chunk(long trace, long firstSpan, int size) {
    TestSpans spans = TestSpans.batch().resource("service");
    for (int i = 0; i < size; i++) {
      spans.span(trace, firstSpan + i, "op");
    }
    return spans.build();
  }

  private static SpanBatch large(long trace) {
    return TestSpans.batch()
        .resource("service")
        .span(trace, 1, "op")
        .attribute("text", "x".repeat(450_000))
        .build();
  }

  private int open() {
    return (int) registry.get("query.open.requests").gauge().value();
  }

  private long inFlightBytes() {
    return (long) registry.get("query.inflight.bytes").gauge().value();
  }

  private double ended(String operation, String outcome) {
    return registry
        .get("query.requests")
        .tags("operation", operation, "outcome", outcome)
        .counter()
        .count();
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertRefused(
      Future<?> future, Refusal refusal) {
    return assertThatThrownBy(() -> get(future))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(refusal));
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }
}
