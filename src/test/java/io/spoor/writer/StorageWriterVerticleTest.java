// SPDX-License-Identifier: Apache-2.0
package io.spoor.writer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.bus.Addresses;
import io.spoor.bus.BusCodecs;
import io.spoor.bus.Refusal;
import io.spoor.bus.RefusedException;
import io.spoor.bus.WriteRequest;
import io.spoor.config.WriterConfig;
import io.spoor.model.Deadline;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import io.spoor.storage.StorageException;
import io.spoor.storage.TraceWriter;
import io.spoor.telemetry.HighWaterGauge;
import io.spoor.telemetry.WriterMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The writer's bound, retries, poison and draining, over the real bus. */
class StorageWriterVerticleTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SpanBatch batch = batchOf(3);
  private @Nullable StorageWriterVerticle writer; // the one that was deployed

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void acknowledgesOnlyAfterStorage() {
    Promise<WriteResult> storage = Promise.promise();
    deploy((tenant, spans) -> storage.future(), 1 << 20);

    Future<WriteResult> reply = send(LONG);
    assertThat(reply.isComplete()).isFalse();
    storage.complete(WriteResult.stored(3));

    assertThat(await(reply)).isEqualTo(WriteResult.stored(3));
    assertThat(spans("stored")).isEqualTo(3);
  }

  @Test
  void refusesBatchAboveTheBoundWhileEarlierOneIsNotDurable() {
    Queue<Promise<WriteResult>> writes = new ConcurrentLinkedQueue<>();
    deploy(
        (tenant, spans) -> {
          Promise<WriteResult> write = Promise.promise();
          writes.add(write);
          return write.future();
        },
        batch.bytes());

    assertThat(requireNonNull(writer).unready()).isEmpty();
    Future<WriteResult> first = send(LONG);
    assertThatThrownBy(() -> await(send(LONG)))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.QUEUE_FULL));
    assertThat(requireNonNull(writer).unready())
        .hasValueSatisfying(why -> assertThat(why).contains("in flight"));

    writes.remove().complete(WriteResult.stored(3));
    await(first);
    Future<WriteResult> third = sendUntilAccepted(writes);
    writes.remove().complete(WriteResult.stored(3));
    assertThat(await(third).stored()).isEqualTo(3);
  }

  @Test
  void refusesForGoodWhatCanNeverFit() {
    deploy((tenant, spans) -> Future.succeededFuture(WriteResult.stored(3)), batch.bytes() - 1);

    assertThatThrownBy(() -> await(send(LONG)))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.TOO_LARGE));
  }

  @Test
  void triesAgainAfterTrouble() {
    Queue<Future<WriteResult>> answers = new ArrayDeque<>();
    answers.add(Future.failedFuture(StorageException.retryable("disk busy", null)));
    answers.add(Future.failedFuture(StorageException.retryable("disk busy", null)));
    answers.add(Future.succeededFuture(new WriteResult(3, 3, 0, 0, "")));
    deploy((tenant, spans) -> answers.remove(), 1 << 20);

    assertThat(await(send(LONG)).deduplicated()).isEqualTo(3);
    assertThat(registry.get("writer.retries").counter().count()).isEqualTo(2);
    assertThat(answers).isEmpty();
  }

  @Test
  void refusesWhenTroubleLastsUntilTheDeadline() {
    deploy(
        (tenant, spans) -> Future.failedFuture(StorageException.retryable("disk gone", null)),
        1 << 20);

    assertThatThrownBy(() -> await(send(Duration.ofMillis(50))))
        .hasMessageContaining("disk gone")
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.STORAGE_FAILED));
    assertThat(spans("refused")).isEqualTo(3);
  }

  @Test
  void rejectsPoisonWithoutTryingAgain() {
    Queue<Future<WriteResult>> answers = new ArrayDeque<>();
    answers.add(Future.failedFuture(StorageException.permanent("cannot be encoded", null)));
    deploy((tenant, spans) -> answers.remove(), 1 << 20);

    WriteResult result = await(send(LONG));

    assertThat(result).isEqualTo(WriteResult.rejected(3, "cannot be encoded"));
    assertThat(spans("rejected")).isEqualTo(3);
  }

  @Test
  void storageThatThrows_isTrouble() {
    deploy(
        (tenant, spans) -> {
          throw new IllegalStateException("broken");
        },
        1 << 20);

    assertThatThrownBy(() -> await(send(Duration.ofMillis(20)))).hasMessageContaining("broken");
  }

  @Test
  void drainsBeforeItStops() {
    Promise<WriteResult> storage = Promise.promise();
    String id = deploy((tenant, spans) -> storage.future(), 1 << 20);
    Future<WriteResult> reply = send(LONG);

    Future<Void> stopped = vertx.undeploy(id);
    assertThat(stopped.isComplete()).isFalse();
    storage.complete(WriteResult.stored(3));

    await(stopped);
    assertThat(await(reply).stored()).isEqualTo(3);
  }

  private String deploy(TraceWriter storage, long maxInFlightBytes) {
    BusCodecs.register(vertx);
    WriterConfig config =
        new WriterConfig(maxInFlightBytes, Duration.ofMillis(1), Duration.ofMillis(5));
    writer =
        new StorageWriterVerticle(
            config,
            storage,
            new WriterMetrics(registry),
            new HighWaterGauge(registry, "writer.inflight.bytes", "test"));
    return await(vertx.deployVerticle(writer));
  }

  private Future<WriteResult> send(Duration timeout) {
    return Addresses.SPANS_WRITE.request(
        vertx, new WriteRequest(Tenant.DEFAULT, batch, Deadline.after(timeout)));
  }

  /** The budget is given back just after the answer: the next request may come a moment early. */
  private Future<WriteResult> sendUntilAccepted(Queue<Promise<WriteResult>> writes) {
    long end = System.nanoTime() + LONG.toNanos();
    Future<WriteResult> reply = send(LONG);
    while (writes.isEmpty() && System.nanoTime() < end) {
      if (reply.failed()) {
        reply = send(LONG);
      }
      Thread.onSpinWait();
    }
    return reply;
  }

  private double spans(String outcome) {
    return registry.get("writer.spans").tag("outcome", outcome).counter().count();
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within 20 s", e);
    }
  }

  private static SpanBatch batchOf(int spans) {
    SpanBatchBuilder builder = new SpanBatchBuilder().reset();
    int scope = builder.endScope(builder.endResource(0, 0), 0, 0, 0, 0);
    for (int i = 0; i < spans; i++) {
      builder.span().traceId(1, 2);
      builder.span().spanId(i + 1);
      builder.endSpan(scope);
    }
    return builder.build();
  }
}
