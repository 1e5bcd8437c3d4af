// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.telemetry.ApiMetrics;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the number of connections, and closes those that have had no request for too long, also
 * when they trickle bytes of one that never becomes complete.
 *
 * <p>Confined to one event loop, except for the count, which all loops share.
 */
final class Connections implements Handler<RoutingContext> {
  private final Vertx vertx;
  private final int max;
  private final AtomicInteger open;
  private final long idleMillis;
  private final ApiMetrics metrics;
  private final IdentityHashMap<HttpConnection, Watch> watches = new IdentityHashMap<>();

  Connections(Vertx vertx, int max, AtomicInteger open, Duration idle, ApiMetrics metrics) {
    this.vertx = vertx;
    this.max = max;
    this.open = open;
    this.idleMillis = idle.toMillis();
    this.metrics = metrics;
  }

  /** A client has connected. */
  void opened(HttpConnection connection) {
    Watch watch = new Watch(connection);
    watches.put(connection, watch);
    metrics.connected();
    boolean tooMany = open.incrementAndGet() > max;
    connection.closeHandler(closed -> watch.closed());
    if (tooMany) {
      metrics.refused(ApiMetrics.Limit.CONNECTIONS);
      connection.close();
    } else {
      watch.becomesIdle();
    }
  }

  /** A request's head has come. */
  @Override
  public void handle(RoutingContext routing) {
    @Nullable Watch watch = watches.get(routing.request().connection());
    if (watch != null) {
      watch.requestStarted();
      routing.addEndHandler(ended -> watch.requestEnded());
    }
    routing.next();
  }

  private final class Watch {
    private final HttpConnection connection;
    private int requests;
    private long timer = -1;

    Watch(HttpConnection connection) {
      this.connection = connection;
    }

    void requestStarted() {
      requests++;
      vertx.cancelTimer(timer);
    }

    void requestEnded() {
      requests--;
      if (requests == 0 && watches.containsKey(connection)) {
        becomesIdle();
      }
    }

    void becomesIdle() {
      timer = vertx.setTimer(idleMillis, passed -> connection.close());
    }

    void closed() {
      vertx.cancelTimer(timer);
      if (watches.remove(connection) != null) {
        open.decrementAndGet();
        metrics.disconnected();
      }
    }
  }
}
