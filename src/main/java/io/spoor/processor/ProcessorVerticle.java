// SPDX-License-Identifier: Apache-2.0
package io.spoor.processor;

import io.spoor.bus.Addresses;
import io.spoor.bus.Refusal;
import io.spoor.bus.RefusedException;
import io.spoor.bus.WriteRequest;
import io.spoor.config.ProcessorConfig;
import io.spoor.model.SpanBatch;
import io.spoor.model.WriteResult;
import io.spoor.telemetry.ProcessorMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every batch through the chain of steps and hands it to the writer.
 *
 * <p>Holds nothing back and keeps no queue: what is in flight here is bounded by what receivers
 * have admitted. Fields are confined to this verticle's event loop.
 */
public final class ProcessorVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(ProcessorVerticle.class);

  /** Larger batches are looked at on a worker thread: to repair one can take long. */
  private static final long QUICK_BYTES = 1 << 20;

  private final List<BatchStep> steps;

  private MessageConsumer<WriteRequest> consumer;
  private @Nullable Promise<Void> drained; // set once stopping: nothing is accepted after that
  private int inFlightRequests;

  /** A processor with the sanitizers, and the limits that are configured. */
  public ProcessorVerticle(ProcessorConfig config, ProcessorMetrics metrics) {
    this(chain(config, metrics));
  }

  /** A processor with these steps, in their order. */
  ProcessorVerticle(List<BatchStep> steps) {
    this.steps = List.copyOf(steps);
  }

  private static List<BatchStep> chain(ProcessorConfig config, ProcessorMetrics metrics) {
    List<BatchStep> chain = new ArrayList<>();
    chain.add(new EmptyServiceNameSanitizer(metrics));
    chain.add(new EmptySpanNameSanitizer(metrics));
    chain.add(new Utf8Sanitizer(metrics));
    if (config.limitsAttributes()) {
      chain.add(new AttributeLimiter(config, metrics));
    }
    return chain;
  }

  @Override
  public Future<?> start() {
    consumer = Addresses.SPANS_PROCESS.serve(vertx, this::accept);
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

  private Future<WriteResult> accept(WriteRequest request) {
    if (drained != null) {
      return Future.failedFuture(new RefusedException(Refusal.UNAVAILABLE, "shutting down"));
    }
    inFlightRequests++;
    return processed(request.batch())
        .compose(batch -> Addresses.SPANS_WRITE.request(vertx, request.with(batch)))
        .onComplete(done -> context.runOnContext(v -> release()));
  }

  private Future<SpanBatch> processed(SpanBatch received) {
    return received.bytes() <= QUICK_BYTES
        ? Future.succeededFuture(received).map(this::applySteps) // map captures a throw
        : vertx.executeBlocking(() -> applySteps(received), false);
  }

  private SpanBatch applySteps(SpanBatch received) {
    try {
      SpanBatch batch = received;
      for (BatchStep step : steps) {
        batch = step.apply(batch);
      }
      return batch;
    } catch (RuntimeException e) { // it would fail again: trying again is no use
      log.error("Fault while processing spans={}", received.size(), e);
      throw new RefusedException(Refusal.MALFORMED, "fault while processing");
    }
  }

  private void release() {
    inFlightRequests--;
    completeIfDrained();
  }

  private void completeIfDrained() {
    if (drained != null && inFlightRequests == 0) {
      drained.tryComplete();
    }
  }
}
