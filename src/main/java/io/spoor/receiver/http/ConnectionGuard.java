// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.http;

import io.spoor.config.GrpcReceiverConfig.KeepAlive;
import io.spoor.config.ReceiverTimeouts;
import io.spoor.telemetry.ConnectionMeters;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Watches the connections of one verticle: not too many, none idle, silent or too old for long.
 *
 * <p>Vert.x's own idle timeout sees bytes, so a client that sends one byte of a header now and then
 * outwits it; here only a whole request head counts. But for HTTP/1.1 in plain text, Vert.x shows a
 * connection only once its first head is there, as it might ask for an upgrade: until then the idle
 * timeout and the header limit are all there is. Confined to the verticle's event loop.
 */
public final class ConnectionGuard {
  private static final long MIN_SWEEP_MILLIS = 20;
  private static final long MAX_SWEEP_MILLIS = 1_000;
  private static final int PING_BYTES = 8;

  /** Most clients speak HTTP/1.1, which cannot ping; an idle connection is closed anyway. */
  private static final KeepAlive NO_KEEP_ALIVE =
      new KeepAlive(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /** Ages differ by up to a tenth, so that connections opened together do not end together. */
  private static final double AGE_SPREAD = 0.1;

  private final Vertx vertx;
  private final ConnectionMeters meters;
  private final ConnectionLimit limit;
  private final KeepAlive keepAlive;
  private final long firstRequestNanos;
  private final long idleNanos;

  private final Map<HttpConnection, Watched> connections = new HashMap<>();

  /** Watches the connections of a port that speaks HTTP/1.1 too, and so cannot ping them all. */
  public ConnectionGuard(ExportDoor door, ConnectionLimit limit) {
    this(door, limit, NO_KEEP_ALIVE);
  }

  /** Watches the connections of a port of a receiver. */
  public ConnectionGuard(ExportDoor door, ConnectionLimit limit, KeepAlive keepAlive) {
    this(
        door.vertx(),
        door.timeouts(),
        door.intake().metrics().connections(door.receiver()),
        limit,
        keepAlive);
  }

  /** Watches the connections of a port that takes no spans, and does not ping. */
  public ConnectionGuard(
      Vertx vertx, ReceiverTimeouts timeouts, ConnectionMeters meters, ConnectionLimit limit) {
    this(vertx, timeouts, meters, limit, NO_KEEP_ALIVE);
  }

  private ConnectionGuard(
      Vertx vertx,
      ReceiverTimeouts timeouts,
      ConnectionMeters meters,
      ConnectionLimit limit,
      KeepAlive keepAlive) {
    this.vertx = vertx;
    this.meters = meters;
    this.limit = limit;
    this.keepAlive = keepAlive;
    this.firstRequestNanos = timeouts.body().toNanos();
    // Longer than any request takes: so one that has not begun another has none open either.
    Duration longest = timeouts.body().plus(timeouts.maxRequest());
    this.idleNanos = Math.max(timeouts.idle().toNanos(), longest.toNanos());
    long sweep = TimeUnit.NANOSECONDS.toMillis(Math.min(firstRequestNanos, shortest())) / 4;
    vertx.setPeriodic(Math.max(MIN_SWEEP_MILLIS, Math.min(MAX_SWEEP_MILLIS, sweep)), id -> sweep());
  }

  /** A client connected. */
  public void opened(HttpConnection connection) {
    if (!limit.tryOpen()) {
      meters.connectionRefused();
      vertx.runOnContext(v -> connection.close()); // it is not set up before this returns
      return;
    }
    meters.connected();
    connections.put(connection, new Watched(maxAgeNanos()));
    connection.closeHandler(
        closed -> {
          connections.remove(connection);
          limit.close();
          meters.disconnected();
        });
  }

  /**
   * The head of a request came in.
   *
   * @return false when its connection is being closed for being too many: leave it alone
   */
  public boolean requested(HttpConnection connection) {
    Watched watched = connections.get(connection);
    if (watched == null) {
      return false;
    }
    watched.requested = true;
    watched.requestNanos = System.nanoTime();
    return true;
  }

  private void sweep() {
    long now = System.nanoTime();
    // Closing may call the close handler at once, which changes the map.
    for (Map.Entry<HttpConnection, Watched> entry : new ArrayList<>(connections.entrySet())) {
      check(entry.getKey(), entry.getValue(), now);
    }
  }

  private void check(HttpConnection connection, Watched watched, long now) {
    boolean http2 = connection.getWindowSize() >= 0; // HTTP/1 has none, and says -1
    long quiet = now - watched.requestNanos;
    if (watched.leaving) {
      return;
    }
    if (!http2 && !watched.requested && quiet > firstRequestNanos) {
      connection.close();
    } else if (quiet > idleNanos) {
      leave(connection, watched, Duration.ZERO);
    } else if (now - watched.openedNanos > watched.maxAgeNanos) {
      leave(connection, watched, keepAlive.maxAgeGrace());
    } else if (http2 && !keepAlive.interval().isZero()) {
      ping(connection, watched, now);
    }
  }

  /** Takes no new requests on a connection, finishes those it has, and closes it. */
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

  private long maxAgeNanos() {
    if (keepAlive.maxAge().isZero()) {
      return Long.MAX_VALUE;
    }
    double spread = 1 + AGE_SPREAD * (2 * ThreadLocalRandom.current().nextDouble() - 1);
    return (long) (keepAlive.maxAge().toNanos() * spread);
  }

  private long shortest() {
    long shortest = idleNanos;
    if (!keepAlive.maxAge().isZero()) {
      shortest = Math.min(shortest, keepAlive.maxAge().toNanos());
    }
    if (!keepAlive.interval().isZero()) {
      shortest = Math.min(shortest, keepAlive.interval().toNanos());
      shortest = Math.min(shortest, Math.max(1, keepAlive.timeout().toNanos()));
    }
    return shortest;
  }

  /** What is known of a connection. */
  private static final class Watched {
    private final long openedNanos = System.nanoTime();
    private final long maxAgeNanos;
    private long requestNanos = openedNanos; // of the last one; until then of opening
    private long pingNanos = openedNanos;
    private boolean requested;
    private boolean awaitingPong;
    private boolean leaving;

    Watched(long maxAgeNanos) {
      this.maxAgeNanos = maxAgeNanos;
    }
  }
}
