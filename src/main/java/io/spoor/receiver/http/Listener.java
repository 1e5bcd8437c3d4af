// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.http;

import io.spoor.config.ReceiverLimits;
import io.spoor.config.ReceiverTimeouts;
import io.spoor.config.TlsConfig;
import io.spoor.receiver.OpenRequests;
import io.vertx.core.Future;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The options and the end that all listeners of receivers have in common. */
public final class Listener {
  private static final Logger log = LoggerFactory.getLogger(Listener.class);
  private static final long LAST_BYTES_MILLIS = 1_000;

  private Listener() {}

  /** What a server is made with. */
  public static HttpServerOptions options(
      String host, int port, TlsConfig tls, ReceiverLimits limits, ReceiverTimeouts timeouts) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(host)
            .setPort(port)
            .setTcpNoDelay(true)
            .setMaxHeaderSize(limits.maxHeaderBytes())
            .setMaxInitialLineLength(limits.maxUrlBytes())
            .setHttp2ConnectionWindowSize(limits.connectionWindowBytes())
            .setInitialSettings(
                new Http2Settings()
                    .setMaxConcurrentStreams(limits.maxStreamsPerConnection())
                    .setMaxHeaderListSize(limits.maxHeaderBytes())
                    .setInitialWindowSize(limits.streamWindowBytes()))
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout(silenceMillis(timeouts));
    return tls.applyTo(options);
  }

  /**
   * Waits until everything is answered, but not longer than the drain timeout; then closes the
   * server, which tells HTTP/2 clients to go away.
   */
  public static Future<Void> stop(HttpServer server, OpenRequests open, ReceiverTimeouts timeouts) {
    return drained(open, timeouts)
        .compose(v -> server.shutdown(LAST_BYTES_MILLIS, TimeUnit.MILLISECONDS));
  }

  /** Refuses new requests; completes when nothing is left to finish, or the time for it is up. */
  public static Future<Void> drained(OpenRequests open, ReceiverTimeouts timeouts) {
    return open.drain()
        .timeout(Math.max(1, timeouts.drain().toMillis()), TimeUnit.MILLISECONDS)
        .recover(
            tooSlow -> {
              log.warn("Stopped waiting for requests in flight after {}", timeouts.drain());
              return Future.succeededFuture();
            });
  }

  /** A connection without a byte either way for so long is closed; no request takes longer. */
  private static int silenceMillis(ReceiverTimeouts timeouts) {
    long request = timeouts.body().plus(timeouts.maxRequest()).toMillis();
    return (int) Math.min(Integer.MAX_VALUE, Math.max(timeouts.idle().toMillis(), request));
  }
}
