// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a listener the certificate that stands in its files now, so that a renewed one needs no
 * restart. New connections get it; open ones keep theirs. While the files are of no use, for
 * example half written, the old certificate stays and a warning is logged at each look.
 */
public final class TlsReload {
  private static final Logger log = LoggerFactory.getLogger(TlsReload.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final Vertx vertx;
  private final HttpServer server;
  private final TlsConfig config;
  private final String path;

  private TlsReload(Vertx vertx, HttpServer server, TlsConfig config, String path) {
    this.vertx = vertx;
    this.server = server;
    this.config = config;
    this.path = path;
  }

  /**
   * Looks at the files every minute, as long as the verticle lives on whose context this is called;
   * without TLS, never.
   *
   * @param server bound already
   * @param path of the TLS section, for the log
   */
  public static void watch(Vertx vertx, HttpServer server, TlsConfig config, String path) {
    if (config.enabled()) {
      TlsReload reload = new TlsReload(vertx, server, config, path);
      vertx.setPeriodic(INTERVAL.toMillis(), timer -> reload.logged());
    }
  }

  /** Looks once, and tells whether the listener got another certificate. */
  static Future<Boolean> now(Vertx vertx, HttpServer server, TlsConfig config) {
    return vertx
        .<ServerSSLOptions>executeBlocking(config::serverOptions)
        .compose(server::updateSSLOptions);
  }

  private void logged() {
    now(vertx, server, config)
        .onSuccess(
            changed -> {
              if (changed) {
                log.info("A listener has a new certificate listener={}", path);
              }
            })
        .onFailure(e -> log.warn("A certificate stays as it was listener={}", path, e));
  }
}
