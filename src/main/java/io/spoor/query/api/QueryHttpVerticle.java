// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves the JSON APIs and the page. Several instances share one port.
 *
 * <p>All state is confined to the instance's event loop, except what {@link QueryHttp} holds.
 */
public final class QueryHttpVerticle extends VerticleBase {
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
    HttpServer created = vertx.createHttpServer(http.options());
    server = created;
    return created
        .connectionHandler(watch::opened)
        .requestHandler(http.router(vertx, watch))
        .listen()
        .onSuccess(bound -> http.watchCertificate(vertx, bound))
        .onSuccess(listening -> port = listening.actualPort());
  }

  /** Takes no new connection; those there are end once what was asked on them is answered. */
  @Override
  public Future<?> stop() {
    return server == null
        ? Future.succeededFuture()
        : server.shutdown(http.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The port that is listened on, once deployed. Callable from any thread. */
  public int port() {
    return port;
  }
}
