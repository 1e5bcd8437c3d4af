// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.bus.Refusal;
import io.spoor.bus.RefusedException;
import io.spoor.config.QueryConfig;
import io.spoor.telemetry.QueryMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what is open at once, in requests and in bytes of traces. Thread-safe.
 *
 * <p>A request is open until its answer has been read or given up <em>and</em> storage has ended
 * what it was asked: a slow store fills the bound instead of the heap.
 */
final class OpenRequests {
  private final QueryConfig config;
  private final QueryMetrics metrics;
  private final Promise<Void> drained = Promise.promise();

  // guarded by this
  private int open;
  private long bytes;
  private boolean draining;

  OpenRequests(QueryConfig config, QueryMetrics metrics) {
    this.config = config;
    this.metrics = metrics;
  }

  /** Opens a request, unless the result says why not. */
  synchronized @Nullable RefusedException open() {
    if (draining) {
      return Refusals.stopping();
    }
    if (open >= config.maxOpenRequests()) {
      return new RefusedException(
          Refusal.QUEUE_FULL,
          "too many open requests: query.maxOpenRequests is " + config.maxOpenRequests());
    }
    metrics.openRequests(++open);
    return null;
  }

  /** Ends a request. */
  void end() {
    boolean last;
    synchronized (this) {
      metrics.openRequests(--open);
      last = draining && open == 0;
    }
    if (last) {
      drained.tryComplete();
    }
  }

  /** Takes bytes for a trace, unless the result says why not. */
  synchronized @Nullable RefusedException take(long more) {
    if (bytes + more > config.maxInFlightBytes()) {
      return new RefusedException(
          Refusal.QUEUE_FULL,
          "too many large traces are being read: query.maxInFlightBytes is "
              + config.maxInFlightBytes());
    }
    bytes += more;
    metrics.inFlightBytes(bytes);
    return null;
  }

  /** Gives bytes back. */
  synchronized void giveBack(long taken) {
    bytes -= taken;
    metrics.inFlightBytes(bytes);
  }

  /** Opens nothing any more; completes when nothing is open. Can be called more than once. */
  Future<Void> drain() {
    boolean idle;
    synchronized (this) {
      draining = true;
      idle = open == 0;
    }
    if (idle) {
      drained.tryComplete();
    }
    return drained.future();
  }
}
