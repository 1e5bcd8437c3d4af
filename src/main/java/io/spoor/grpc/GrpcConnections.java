// SPDX-License-Identifier: Apache-2.0
package io.spoor.grpc;

import io.spoor.config.GrpcReceiverConfig.KeepAlive;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Watches the connections of one event loop: not too many, none without a call, silent or too old
 * for long. Confined to that loop, but for the count, which is the port's.
 */
final class GrpcConnections {
  private static final long MIN_SWEEP_MILLIS = 20;
  private static final long MAX_SWEEP_MILLIS = 1_000;
  private static final int PING_BYTES = 8;

  private final boolean watching;
  private final Vertx vertx;
  private final GrpcPort port;
  private final KeepAlive keepAlive;
  private final long idleNanos;
  private final Map<HttpConnection, Watched> connections = new HashMap<>();

  GrpcConnections(Vertx vertx, GrpcPort port) {
    this(vertx, port, true);
    long sweep = TimeUnit.NANOSECONDS.toMillis(shortestNanos()) / 4;
    vertx.setPeriodic(Math.max(MIN_SWEEP_MILLIS, Math.min(MAX_SWEEP_MILLIS, sweep)), t -> sweep());
  }

  private GrpcConnections(Vertx vertx, GrpcPort port, boolean watching) {
    this.watching = watching;
    this.vertx = vertx;
    this.port = port;
    this.keepAlive = port.config().keepAlive();
    this.idleNanos = port.config().timeouts().idle().toNanos();
  }

  /** Connections of a server that is not ours: every call on them is taken. */
  static GrpcConnections watchedByOthers(Vertx vertx, GrpcPort port) {
    return new GrpcConnections(vertx, port, false);
  }

  /** A client has connected. */
  void opened(HttpConnection connection) {
    if (!port.tryConnect()) {
      vertx.runOnContext(v -> connection.close()); // it is not set up before this returns
      return;
    }
    connections.put(connection, new Watched());
    connection.closeHandler(
        closed -> {
          connections.remove(connection);
          port.disconnected();
        });
  }

  /** A call began; false when its connection is being closed for being too many. */
  boolean callStarted(HttpConnection connection) {
    Watched watched = connections.get(connection);
    if (watched == null) {
      return !watching;
    }
    watched.calls++;
    return true;
  }

  /** A call is gone. */
  void callGone(HttpConnection connection) {
    Watched watched = connections.get(connection);
    if (watched != null) {
      watched.calls--;
      watched.idleSinceNanos = System.nanoTime();
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    // Closing may call the close handler at once, which changes the map.
    for (Map.Entry<HttpConnection, Watched> entry : new ArrayList<>(connections.entrySet())) {
      if (!entry.getValue().leaving) {
        check(entry.getKey(), entry.getValue(), now);
      }
    }
  }

  private void check(HttpConnection connection, Watched watched, long now) {
    boolean http2 = connection.getWindowSize() >= 0; // HTTP/1 has none, and says -1
    Duration maxAge = keepAlive.maxAge();
    if (watched.calls == 0 && now - watched.idleSinceNanos > idleNanos) {
      leave(connection, watched, Duration.ZERO);
    } else if (!maxAge.isZero() && now - watched.openedNanos > maxAge.toNanos()) {
      leave(connection, watched, keepAlive.maxAgeGrace());
    } else if (http2 && !keepAlive.interval().isZero()) {
      ping(connection, watched, now);
    }
  }

  /** Takes no new calls on a connection, finishes those it has, and closes it. */
  private static void leave(HttpConnection connection, Watched watched, Duration grace) {
    watched.leaving = true;
    connection.shutdown(grace.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void ping(HttpConnection connection, Watched watched, long now) {
    long sincePing = now - watched.pingNanos;
    if (watched.awaitingPong) {
      if (sincePing > keepAlive.timeout().toNanos()) {
        connection.close();
      }
    } else if (sincePing > keepAlive.interval().toNanos()) {
      watched.awaitingPong = true;
      watched.pingNanos = now;
      connection
          .ping(Buffer.buffer(new byte[PING_BYTES]))
          .onSuccess(pong -> watched.awaitingPong = false);
    }
  }

  private long shortestNanos() {
    long shortest = idleNanos;
    for (Duration each : new Duration[] {keepAlive.maxAge(), keepAlive.interval()}) {
      if (!each.isZero()) {
        shortest = Math.min(shortest, each.toNanos());
      }
    }
    return keepAlive.interval().isZero()
        ? shortest
        : Math.min(shortest, Math.max(1, keepAlive.timeout().toNanos()));
  }

  /** What is known of a connection. */
  private static final class Watched {
    private final long openedNanos = System.nanoTime();
    private long idleSinceNanos = openedNanos;
    private long pingNanos = openedNanos;
    private int calls;
    private boolean awaitingPong;
    private boolean leaving;
  }
}
