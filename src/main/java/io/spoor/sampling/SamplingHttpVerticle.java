// SPDX-License-Identifier: Apache-2.0
package io.spoor.sampling;

import static java.util.Objects.requireNonNull;

import io.spoor.config.SamplingHttpConfig;
import io.spoor.config.TlsReload;
import io.spoor.receiver.http.ConnectionGuard;
import io.spoor.receiver.http.ConnectionLimit;
import io.spoor.receiver.http.Listener;
import io.spoor.telemetry.SamplingMetrics;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;

/**
 * Serves sampling strategies over HTTP on a port of their own.
 *
 * <p>State is confined to the verticle's event loop.
 */
public final class SamplingHttpVerticle extends VerticleBase {
  private final SamplingHttpConfig config;
  private final SamplingStrategies strategies;
  private final SamplingMetrics metrics;

  private HttpServer server;

  /** Takes what is asked. */
  public SamplingHttpVerticle(
      SamplingHttpConfig config, SamplingStrategies strategies, SamplingMetrics metrics) {
    this.config = requireNonNull(config, "config");
    this.strategies = requireNonNull(strategies, "strategies");
    this.metrics = requireNonNull(metrics, "metrics");
  }

  @Override
  public Future<?> start() {
    ConnectionGuard guard =
        new ConnectionGuard(
            vertx,
            config.timeouts(),
            metrics,
            new ConnectionLimit(config.limits().maxConnections()));
    SamplingHttpHandler handler =
        new SamplingHttpHandler(vertx, strategies, metrics, config.timeouts().request());
    server =
        vertx
            .createHttpServer(
                Listener.options(
                    config.host(), config.port(), config.tls(), config.limits(), config.timeouts()))
            .connectionHandler(guard::opened)
            .requestHandler(
                request -> {
                  if (guard.requested(request.connection())) {
                    handler.handle(request);
                  }
                });
    return server
        .listen()
        .onSuccess(bound -> TlsReload.watch(vertx, bound, config.tls(), "sampling.http.tls"));
  }

  /** Takes no new connection; those there are end once what was asked on them is answered. */
  @Override
  public Future<?> stop() {
    return server.shutdown(config.timeouts().drain().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The port that is served; known once started. */
  public int port() {
    return server.actualPort();
  }
}
