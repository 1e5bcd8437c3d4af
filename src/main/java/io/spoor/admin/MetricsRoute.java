// SPDX-License-Identifier: Apache-2.0
package io.spoor.admin;

import io.spoor.telemetry.RateLimitedLog;
import io.spoor.telemetry.SpoorRegistry;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers scrapes, which take milliseconds, on a thread of their own. Its one field that changes
 * belongs to the event loop.
 */
final class MetricsRoute {
  /** Several Prometheus servers may come at once; a crowd waits. */
  static final int MAX_WAITING = 8;

  private static final Logger log = LoggerFactory.getLogger(MetricsRoute.class);
  private static final RateLimitedLog failures = new RateLimitedLog(log);

  private final SpoorRegistry registry;
  private final WorkerExecutor worker;

  private int waiting;

  MetricsRoute(SpoorRegistry registry, WorkerExecutor worker) {
    this.registry = registry;
    this.worker = worker;
  }

  void scrape(RoutingContext request) {
    if (waiting >= MAX_WAITING) {
      request.response().putHeader("Retry-After", "1");
      Answers.error(request, 503, "too many scrapes at once, " + MAX_WAITING + " are waiting");
      return;
    }
    waiting++;
    String accept = request.request().getHeader(HttpHeaders.ACCEPT);
    worker
        .executeBlocking(() -> registry.scrape(accept), true)
        .onComplete(done -> waiting--)
        .onSuccess(scrape -> answer(request, scrape))
        .onFailure(failure -> fail(request, failure));
  }

  private static void answer(RoutingContext request, SpoorRegistry.Scrape scrape) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, scrape.contentType())
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(Buffer.buffer(scrape.body()))
        .onFailure(gone -> {}); // the client has left
  }

  private static void fail(RoutingContext request, Throwable failure) {
    failures.warn(1, "Scrapes failed.", failure);
    Answers.error(request, 500, "scrape failed: " + failure);
  }
}
