// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.bus.Refusal;
import io.spoor.bus.RefusedException;
import io.spoor.model.Deadline;
import io.spoor.telemetry.ApiMetrics;
import io.spoor.telemetry.QueryRoute;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets requests in up to a number at once, gives each a deadline, and counts how it ended. */
final class Gate {
  /** What nginx logs for a client that did not wait; nothing is sent. */
  private static final int CLIENT_CLOSED_REQUEST = 499;

  private final int max;
  private final AtomicInteger active;
  private final Duration timeout;
  private final ApiMetrics metrics;

  /**
   * Sets the bounds.
   *
   * @param max requests at once in the process
   * @param active how many there are, of all event loops
   */
  Gate(int max, AtomicInteger active, Duration timeout, ApiMetrics metrics) {
    this.max = max;
    this.active = active;
    this.timeout = timeout;
    this.metrics = metrics;
  }

  void serve(RoutingContext routing, QueryRoute route, String mount, ApiHandler handler) {
    long started = System.nanoTime();
    Vertx vertx = routing.vertx();
    Exchange exchange = new Exchange(routing, route, mount, metrics, Deadline.after(timeout));
    boolean full = active.incrementAndGet() > max;
    metrics.requestStarted();
    long timer = vertx.setTimer(timeout.toMillis(), passed -> exchange.expire());
    exchange.whenOver(
        () -> {
          vertx.cancelTimer(timer);
          active.decrementAndGet();
          metrics.requestEnded();
          metrics.answered(route, status(routing), System.nanoTime() - started);
        });
    routing.addEndHandler(
        ended -> {
          if (ended.failed() && !exchange.isOver()) {
            metrics.aborted(ApiMetrics.Abort.CLIENT);
          }
          exchange.end();
        });
    if (full) {
      metrics.refused(ApiMetrics.Limit.REQUESTS);
      exchange.fail(new RefusedException(Refusal.QUEUE_FULL, "too many requests at once"));
    } else {
      exchange.attempt(() -> handler.serve(exchange));
    }
  }

  private static int status(RoutingContext routing) {
    return routing.response().headWritten()
        ? routing.response().getStatusCode()
        : CLIENT_CLOSED_REQUEST;
  }
}
