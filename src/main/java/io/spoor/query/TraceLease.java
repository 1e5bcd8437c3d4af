// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.bus.TraceCursor;
import io.spoor.model.Trace;
import io.spoor.query.TraceSource.Assembled;
import io.spoor.telemetry.QueryMetrics;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The traces of one answer, one trace ahead of the reader.
 *
 * <p>Holds at most the trace that the reader has and the next one. Everything happens on one
 * context, to which calls from elsewhere hop.
 *
 * <pre>
 *            storage answers          end of storage           reader at the end
 * OPENING ────────────────► READING ────────────────► DRAINED ─────────────────► ENDED
 *    └─────────────────────────┴── close, deadline, failure ──────────────────────┘
 * </pre>
 */
final class TraceLease implements TraceCursor {
  private final OpenRequests open;
  private final QueryMetrics metrics;
  private final Context context;
  private final Promise<TraceCursor> opened = Promise.promise();
  private final Promise<Void> end = Promise.promise();

  // confined to the context
  private @Nullable TraceSource source;
  private @Nullable Assembled ready;
  private @Nullable Promise<Optional<Trace>> reader;
  private @Nullable RuntimeException failure;
  private long givenBytes; // of the trace that the reader has
  private boolean owed = true; // by storage or by the source
  private boolean drained;
  private boolean ended;

  private volatile Optional<String> incomplete = Optional.empty();

  /** Makes a lease that waits for {@link #open}. */
  TraceLease(OpenRequests open, QueryMetrics metrics, Context context) {
    this.open = open;
    this.metrics = metrics;
    this.context = context;
  }

  /** Gives the lease its source, which it closes in the end. Called once. */
  Future<TraceCursor> open(Future<TraceSource> storage) {
    storage.onComplete(result -> context.runOnContext(v -> opened(result)));
    return opened.future();
  }

  /** Completes when the lease has ended and is owed nothing; fails with what ended it early. */
  Future<Void> ended() {
    return end.future();
  }

  /** Ends the lease; whoever waits for it is told why. From any thread. */
  void fail(RuntimeException cause) {
    context.runOnContext(v -> failNow(cause));
  }

  @Override
  public Future<Optional<Trace>> next() {
    Promise<Optional<Trace>> promise = Promise.promise();
    context.runOnContext(v -> ask(promise));
    return promise.future();
  }

  @Override
  public Optional<String> incomplete() {
    return incomplete;
  }

  @Override
  public void close() {
    context.runOnContext(v -> end());
  }

  private void opened(AsyncResult<TraceSource> result) {
    owed = false;
    if (result.failed()) {
      failNow(Refusals.of(result.cause()));
      release();
      return;
    }
    source = result.result();
    if (ended) {
      source.close();
      release();
    } else {
      opened.complete(this);
      readAhead();
    }
  }

  private void ask(Promise<Optional<Trace>> promise) {
    if (failure != null) {
      promise.fail(failure);
    } else if (ended) {
      promise.complete(Optional.empty());
    } else if (reader != null) {
      promise.fail(new IllegalStateException("next was called before the last one completed"));
    } else {
      open.giveBack(givenBytes);
      givenBytes = 0;
      reader = promise;
      serve();
    }
  }

  private void serve() {
    Promise<Optional<Trace>> waiting = reader;
    Assembled trace = ready;
    if (waiting == null) {
      return;
    }
    if (trace != null) {
      reader = null;
      ready = null;
      givenBytes = trace.bytes();
      metrics.gave(trace.trace().size());
      waiting.complete(Optional.of(trace.trace()));
      readAhead();
    } else if (drained) {
      end();
    }
  }

  private void readAhead() {
    TraceSource from = source;
    if (from != null && !owed && !drained && !ended && ready == null) {
      owed = true;
      from.next().onComplete(next -> arrived(from, next));
    }
  }

  private void arrived(TraceSource from, AsyncResult<Optional<Assembled>> next) {
    owed = false;
    if (next.failed()) {
      failNow(Refusals.of(next.cause()));
      release();
      return;
    }
    Assembled trace = next.result().orElse(null);
    if (trace != null && trace.isTruncated()) {
      metrics.truncated();
    }
    if (ended) {
      open.giveBack(trace == null ? 0 : trace.bytes());
      release();
      return;
    }
    ready = trace;
    if (trace == null) {
      drained = true;
      incomplete = from.incomplete();
      from.close(); // at once: the reader may be slow
    }
    serve();
  }

  private void failNow(RuntimeException cause) {
    if (!ended) {
      failure = cause;
      end();
    }
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    if (source != null) {
      source.close();
    }
    open.giveBack(givenBytes + (ready == null ? 0 : ready.bytes()));
    ready = null;
    Promise<Optional<Trace>> waiting = reader;
    reader = null;
    if (failure != null) {
      opened.tryFail(failure);
      if (waiting != null) {
        waiting.fail(failure);
      }
    } else if (waiting != null) {
      waiting.complete(Optional.empty());
    }
    release();
  }

  /** Says that all has ended, unless something is still owed, which then calls again. */
  private void release() {
    if (!ended || owed) {
      return;
    }
    if (failure == null) {
      end.tryComplete();
    } else {
      end.tryFail(failure);
    }
  }
}
