// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.bus.RefusedException;
import io.spoor.config.QueryConfig;
import io.spoor.model.SpanBatch;
import io.spoor.model.Trace;
import io.spoor.storage.BatchCursor;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns the chunks of a storage cursor into adjusted traces.
 *
 * <p>Confined to one context, on which all futures complete; a large trace is adjusted on a worker
 * thread meanwhile.
 */
final class TraceSource {
  /**
   * Larger traces are adjusted on a worker thread: one of this size takes about half a millisecond.
   */
  static final int LARGE_TRACE_SPANS = 2_000;

  /** Chunks taken from a storage that answers at once before others on this thread have a turn. */
  private static final int CHUNKS_A_TURN = 8;

  /**
   * A trace to be handed out.
   *
   * @param bytes its size, taken from {@link OpenRequests}; whoever has it gives them back
   */
  record Assembled(Trace trace, long bytes, boolean isTruncated) {}

  private final QueryConfig config;
  private final OpenRequests open;
  private final Context context;
  private final Adjuster adjuster;
  private final BatchCursor cursor;

  private @Nullable TraceAssembler assembling;
  private @Nullable SpanBatch ahead; // first chunk of the trace after that
  private long answeredBytes;
  private boolean exhausted;
  private Optional<String> incomplete = Optional.empty();

  TraceSource(
      QueryConfig config,
      OpenRequests open,
      Context context,
      Adjuster adjuster,
      BatchCursor cursor) {
    this.config = config;
    this.open = open;
    this.context = context;
    this.adjuster = adjuster;
    this.cursor = cursor;
  }

  /** The next trace; empty at the end, and when closed. Not again before it has completed. */
  Future<Optional<Assembled>> next() {
    Promise<Optional<Assembled>> next = Promise.promise();
    SpanBatch first = ahead;
    ahead = null;
    if (first != null && answeredBytes >= config.maxBytes()) {
      exhausted = true;
      incomplete = Optional.of("the answer reached query.maxBytes, " + config.maxBytes());
    }
    if (exhausted) {
      next.complete(Optional.empty());
    } else if (first == null || add(first, next)) {
      pull(next);
    }
    return next.future();
  }

  /** Why traces are missing; known at the end. */
  Optional<String> incomplete() {
    return incomplete;
  }

  /** Closes the cursor; a trace under way is given up. Can be called more than once. */
  void close() {
    exhausted = true;
    cursor.close();
  }

  /** Takes chunks until a trace is whole. */
  private void pull(Promise<Optional<Assembled>> next) {
    for (int turn = 0; turn < CHUNKS_A_TURN; turn++) {
      Future<Optional<SpanBatch>> chunk = Future.succeededFuture().compose(v -> cursor.next());
      if (!chunk.isComplete()) {
        chunk.onComplete(result -> context.runOnContext(v -> pulled(result, next)));
        return;
      }
      if (!accept(chunk, next)) {
        return;
      }
    }
    context.runOnContext(v -> pull(next));
  }

  private void pulled(AsyncResult<Optional<SpanBatch>> result, Promise<Optional<Assembled>> next) {
    if (accept(result, next)) {
      pull(next);
    }
  }

  /** Whether more chunks are wanted for the trace under way. */
  private boolean accept(
      AsyncResult<Optional<SpanBatch>> result, Promise<Optional<Assembled>> next) {
    if (exhausted || result.failed()) {
      giveUp();
      next.handle(result.map(Optional.empty()));
      return false;
    }
    Optional<SpanBatch> chunk = result.result();
    TraceAssembler current = assembling;
    if (chunk.isPresent() && (current == null || current.continuesWith(chunk.get()))) {
      return add(chunk.get(), next);
    }
    if (chunk.isPresent()) {
      ahead = chunk.get();
    } else {
      exhausted = true;
      incomplete = cursor.incomplete();
    }
    if (current == null) {
      next.complete(Optional.empty());
    } else {
      assembling = null;
      finish(current, next);
    }
    return false;
  }

  private boolean add(SpanBatch chunk, Promise<Optional<Assembled>> next) {
    TraceAssembler current = assembling;
    if (current == null) {
      current = new TraceAssembler(chunk, config);
      assembling = current;
    }
    long bytes = current.add(chunk);
    RefusedException refusal = open.take(bytes);
    if (refusal != null) {
      open.giveBack(current.bytes() - bytes);
      assembling = null;
      next.fail(refusal);
    }
    return refusal == null;
  }

  private void giveUp() {
    if (assembling != null) {
      open.giveBack(assembling.bytes());
      assembling = null;
    }
  }

  private void finish(TraceAssembler assembler, Promise<Optional<Assembled>> next) {
    answeredBytes += assembler.bytes();
    if (assembler.size() < LARGE_TRACE_SPANS) {
      finished(Future.succeededFuture().map(v -> adjusted(assembler)), assembler, next);
    } else {
      context
          .executeBlocking(() -> adjusted(assembler), false)
          .onComplete(trace -> context.runOnContext(v -> finished(trace, assembler, next)));
    }
  }

  private Trace adjusted(TraceAssembler assembler) {
    return adjuster.adjust(assembler.build());
  }

  private void finished(
      AsyncResult<Trace> trace, TraceAssembler assembler, Promise<Optional<Assembled>> next) {
    if (trace.failed()) {
      open.giveBack(assembler.bytes());
    }
    next.handle(
        trace.map(t -> Optional.of(new Assembled(t, assembler.bytes(), assembler.isTruncated()))));
  }
}
