// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.config.QueryHttpConfig;
import io.spoor.config.TlsConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import org.jspecify.annotations.Nullable;

/**
 * Serves the JSON APIs and the page. Several instances share one port.
 *
 * <p>All state is confined to the instance's event loop, except what {@link QueryHttp} holds.
 */
public final class QueryHttpVerticle extends VerticleBase {
  private static final int ANY_SHARED_PORT = -1; // with 0, every instance would get its own
  private static final int STREAMS_A_CONNECTION = 100;

  private final QueryHttp http;
  private @Nullable HttpServer server;
  private volatile int port;

  /** Takes what the instances share. */
  public QueryHttpVerticle(QueryHttp http) {
    this.http = http;
  }

  @Override
  public Future<?> start() {
    Connections watch = http.connections(vertx);
    HttpServer created = vertx.createHttpServer(options(http.config()));
    server = created;
    return created
        .connectionHandler(watch::opened)
        .requestHandler(http.router(vertx, watch))
        .listen()
        .onSuccess(listening -> port = listening.actualPort());
  }

  /** Takes no new connection; those there are end with the server. */
  @Override
  public Future<?> stop() {
    return server == null ? Future.succeededFuture() : server.close();
  }

  /** The port that is listened on, once deployed. Callable from any thread. */
  public int port() {
    return port;
  }

  static HttpServerOptions options(QueryHttpConfig config) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(config.host())
            .setPort(config.port() == 0 ? ANY_SHARED_PORT : config.port())
            .setMaxInitialLineLength(config.limits().maxUrlBytes())
            .setMaxHeaderSize(config.limits().maxHeaderBytes())
            .setHandle100ContinueAutomatically(true)
            .setInitialSettings(
                new Http2Settings()
                    .setMaxConcurrentStreams(STREAMS_A_CONNECTION)
                    .setMaxHeaderListSize(config.limits().maxHeaderBytes()));
    TlsConfig tls = config.tls();
    if (tls.certificateFile() != null && tls.keyFile() != null) {
      options
          .setSsl(true)
          .setUseAlpn(true)
          .setKeyCertOptions(
              new PemKeyCertOptions()
                  .setCertPath(tls.certificateFile().toString())
                  .setKeyPath(tls.keyFile().toString()));
    }
    if (tls.clientCaFile() != null) {
      options
          .setClientAuth(ClientAuth.REQUIRED)
          .setTrustOptions(new PemTrustOptions().addCertPath(tls.clientCaFile().toString()));
    }
    return options;
  }
}
