// SPDX-License-Identifier: Apache-2.0
package io.spoor.writer;

import io.spoor.bus.Addresses;
import io.spoor.bus.Refusal;
import io.spoor.bus.RefusedException;
import io.spoor.bus.WriteRequest;
import io.spoor.config.WriterConfig;
import io.spoor.model.WriteResult;
import io.spoor.storage.StorageException;
import io.spoor.storage.TraceWriter;
import io.spoor.telemetry.HighWaterGauge;
import io.spoor.telemetry.RateLimitedLog;
import io.spoor.telemetry.WriterMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores span batches, at most {@link WriterConfig#maxInFlightBytes()} of them at a time.
 *
 * <p>The bound turns a slow disk into a refusal that receivers can report, instead of a heap that
 * fills. A write that fails is tried again until the request's deadline, then refused, so that the
 * client keeps the batch; poison is rejected and never tried again. Fields are confined to this
 * verticle's event loop, so none is synchronized.
 */
public final class StorageWriterVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(StorageWriterVerticle.class);

  private final WriterConfig config;
  private final TraceWriter storage;
  private final WriterMetrics metrics;
  private final HighWaterGauge inFlight;
  private final RetrySchedule retries;
  private final RateLimitedLog refusals = new RateLimitedLog(log);
  private final RateLimitedLog rejections = new RateLimitedLog(log);

  private MessageConsumer<WriteRequest> consumer;
  private @Nullable Promise<Void> drained; // set once stopping: nothing is accepted after that
  private final AtomicLong inFlightBytes = new AtomicLong(); // others only read it

  /**
   * A writer to one backend.
   *
   * @param inFlight shows the bytes in flight
   */
  public StorageWriterVerticle(
      WriterConfig config, TraceWriter storage, WriterMetrics metrics, HighWaterGauge inFlight) {
    this.config = config;
    this.storage = storage;
    this.metrics = metrics;
    this.inFlight = inFlight;
    this.retries = new RetrySchedule(config);
  }

  @Override
  public Future<?> start() {
    consumer = Addresses.SPANS_WRITE.serve(vertx, this::accept);
    return consumer.completion();
  }

  /** Stops accepting at once; completes when the last accepted batch has been answered. */
  @Override
  public Future<?> stop() {
    Promise<Void> promise = Promise.promise();
    drained = promise;
    completeIfDrained();
    return consumer.unregister().compose(unregistered -> promise.future());
  }

  /** Why new batches should go elsewhere: so little is left that many would be refused. */
  public Optional<String> unready() {
    long used = inFlightBytes.get();
    return used < config.maxInFlightBytes() / 10 * 9
        ? Optional.empty()
        : Optional.of(
            used + " of writer.maxInFlightBytes, " + config.maxInFlightBytes() + ", are in flight");
  }

  private Future<WriteResult> accept(WriteRequest request) {
    long bytes = request.batch().bytes();
    RefusedException refusal = refusal(bytes);
    if (refusal != null) {
      metrics.refused(request.batch().size());
      return Future.failedFuture(refusal);
    }
    hold(bytes);
    long startNanos = System.nanoTime();
    return write(request, 0)
        .onComplete(
            done -> {
              metrics.answered(System.nanoTime() - startNanos);
              context.runOnContext(v -> release(bytes)); // after the reply
            });
  }

  private @Nullable RefusedException refusal(long bytes) {
    if (drained != null) {
      return new RefusedException(Refusal.UNAVAILABLE, "shutting down");
    }
    if (bytes > config.maxInFlightBytes()) {
      return new RefusedException(
          Refusal.TOO_LARGE,
          "a batch of "
              + bytes
              + " bytes is above writer.maxInFlightBytes, "
              + config.maxInFlightBytes());
    }
    return inFlightBytes.get() + bytes > config.maxInFlightBytes()
        ? new RefusedException(Refusal.QUEUE_FULL, "storage is behind")
        : null;
  }

  private Future<WriteResult> write(WriteRequest request, int failuresBefore) {
    return here(Future.succeededFuture(request)
            .compose(r -> storage.write(r.tenant(), r.batch()))) // compose also captures a throw
        .onSuccess(
            result -> metrics.settled(result.stored(), result.deduplicated(), result.rejected()))
        .recover(failure -> afterFailure(request, failuresBefore + 1, failure));
  }

  private Future<WriteResult> afterFailure(WriteRequest request, int failures, Throwable failure) {
    int spans = request.batch().size();
    if (failure instanceof StorageException known && !known.retryable()) {
      metrics.settled(0, 0, spans);
      rejections.warn(spans, "Storage rejects spans for good: " + failure.getMessage());
      return Future.succeededFuture(
          WriteResult.rejected(spans, String.valueOf(failure.getMessage())));
    }
    long pauseMillis = drained != null ? -1 : retries.pauseMillis(failures, request.deadline());
    if (pauseMillis < 0) {
      metrics.refused(spans);
      refusals.warn(spans, "Storage failed, spans refused: " + failure.getMessage());
      return Future.failedFuture(
          new RefusedException(Refusal.STORAGE_FAILED, String.valueOf(failure.getMessage())));
    }
    metrics.retried();
    Promise<Void> paused = Promise.promise();
    vertx.setTimer(pauseMillis, timer -> paused.complete());
    return paused.future().compose(again -> write(request, failures));
  }

  /** The same future, completed on this verticle's event loop: storage has threads of its own. */
  private <T> Future<T> here(Future<T> future) {
    Promise<T> promise = Promise.promise();
    future.onComplete(done -> context.runOnContext(v -> promise.handle(done)));
    return promise.future();
  }

  private void hold(long bytes) {
    inFlight.set(inFlightBytes.addAndGet(bytes));
  }

  private void release(long bytes) {
    inFlight.set(inFlightBytes.addAndGet(-bytes));
    completeIfDrained();
  }

  private void completeIfDrained() {
    if (drained != null && inFlightBytes.get() == 0) {
      drained.tryComplete();
    }
  }
}
