// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver;

import io.spoor.codec.BatchDecoder;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.MalformedException;
import io.spoor.codec.TooLargeException;
import io.spoor.config.AdmissionConfig;
import io.spoor.receiver.ReceivedBody.Format;
import io.spoor.telemetry.IntakeReason;
import io.spoor.telemetry.ReceiverMetrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inflates and decodes messages: small ones where they arrived, all others on threads of its own,
 * so that no event loop is held up. Callable from any event loop.
 */
final class BodyDecoder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BodyDecoder.class);

  private final AdmissionConfig config;
  private final ReceiverMetrics metrics;
  private final ThreadPoolExecutor threads;

  // Decoders keep scratch memory, so there is one a thread, event loops among them.
  private final ThreadLocal<Map<Format, BatchDecoder>> decoders =
      ThreadLocal.withInitial(() -> new EnumMap<>(Format.class));

  BodyDecoder(AdmissionConfig config, ReceiverMetrics metrics) {
    this.config = config;
    this.metrics = metrics;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            config.decodeThreads(),
            config.decodeThreads(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(config.decodeQueueRequests()),
            task -> {
              Thread thread = new Thread(task, "spoor-decode-" + number.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Decodes a message. The future completes on {@code context}; it fails with an {@link
   * IntakeException} only. The reservation grows meanwhile, and stays the caller's.
   */
  Future<DecodedBatch> decode(Context context, ReceivedBody body, Reservation reservation) {
    if (isQuick(body)) {
      try {
        return Future.succeededFuture(decodeHere(body, reservation));
      } catch (IntakeException e) {
        return Future.failedFuture(e);
      }
    }
    Promise<DecodedBatch> promise = Promise.promise();
    metrics.decoding(1);
    try {
      threads.execute(() -> decodeAway(context, body, reservation, promise));
    } catch (RejectedExecutionException expected) { // the queue is full, or this is closed
      metrics.decoding(-1);
      promise.fail(
          new IntakeException(IntakeReason.DECODERS_BUSY, "too many requests wait; try again"));
    }
    return promise.future();
  }

  /** Stops the threads; what waits for them is dropped. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private boolean isQuick(ReceivedBody body) {
    return body.encoding() == ContentEncoding.IDENTITY
        && (long) body.length() * body.format().cost() <= config.inlineDecodeBytes();
  }

  private void decodeAway(
      Context context, ReceivedBody body, Reservation reservation, Promise<DecodedBatch> promise) {
    try {
      DecodedBatch decoded = decodeHere(body, reservation);
      context.runOnContext(v -> promise.complete(decoded));
    } catch (IntakeException e) {
      context.runOnContext(v -> promise.fail(e));
    } finally {
      metrics.decoding(-1);
    }
  }

  private DecodedBatch decodeHere(ReceivedBody body, Reservation reservation) {
    try {
      byte[] bytes = body.inflated(reservation, config.maxInflatedBytes());
      return decoders
          .get()
          .computeIfAbsent(body.format(), Format::newDecoder)
          .decode(bytes, body.hints(), reservation);
    } catch (IntakeException e) {
      throw e;
    } catch (MalformedException e) {
      throw new IntakeException(IntakeReason.MALFORMED, String.valueOf(e.getMessage()));
    } catch (TooLargeException expected) {
      throw reservation.shortfall();
    } catch (OutOfMemoryError e) {
      // Only this request's memory was asked for, and it is garbage now: go on.
      log.error("Out of memory while decoding", e);
      throw new IntakeException(IntakeReason.BUDGET_FULL, "out of memory; try again");
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      // A link error: native code of a compression that cannot be loaded here.
      log.error("Fault while decoding a {} message", body.format(), e);
      throw new IntakeException(IntakeReason.INTERNAL, "fault while decoding");
    }
  }
}
