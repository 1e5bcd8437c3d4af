// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import static java.util.Objects.requireNonNull;

import io.spoor.config.HttpReceiverConfig;
import io.spoor.config.TlsReload;
import io.spoor.receiver.Intake;
import io.spoor.receiver.OpenRequests;
import io.spoor.receiver.http.ConnectionGuard;
import io.spoor.receiver.http.ConnectionLimit;
import io.spoor.receiver.http.CorsPolicy;
import io.spoor.receiver.http.ExportDoor;
import io.spoor.receiver.http.Listener;
import io.spoor.telemetry.LedgerReceiver;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Supplier;

/**
 * Receives Jaeger's Thrift over HTTP, and hands on what is asked about sampling. Deployed once for
 * each event loop that serves the port.
 *
 * <p>State is confined to the verticle's event loop.
 */
public final class JaegerHttpReceiverVerticle extends VerticleBase {
  private static final String TRACES = "/api/traces";
  private static final String SAMPLING = "/api/sampling";
  private static final int NO_CONTENT = 204;

  private final HttpReceiverConfig config;
  private final Intake intake;
  private final Handler<HttpServerRequest> sampling;
  private final ConnectionLimit connections;
  private final CorsPolicy cors;
  private final OpenRequests open = new OpenRequests();

  private HttpServer server;

  private JaegerHttpReceiverVerticle(
      HttpReceiverConfig config,
      Intake intake,
      Handler<HttpServerRequest> sampling,
      ConnectionLimit connections) {
    this.config = requireNonNull(config, "config");
    this.intake = requireNonNull(intake, "intake");
    this.sampling = requireNonNull(sampling, "sampling");
    this.connections = connections;
    this.cors = new CorsPolicy(config.cors());
  }

  /**
   * Makes the instances of one port, which bound its connections together.
   *
   * @param sampling answers requests about sampling, on any event loop
   */
  public static Supplier<JaegerHttpReceiverVerticle> instances(
      HttpReceiverConfig config, Intake intake, Handler<HttpServerRequest> sampling) {
    ConnectionLimit connections = new ConnectionLimit(config.limits().maxConnections());
    return () -> new JaegerHttpReceiverVerticle(config, intake, sampling, connections);
  }

  @Override
  public Future<?> start() {
    ExportDoor door =
        new ExportDoor(vertx, LedgerReceiver.JAEGER_HTTP, config.timeouts(), intake, open);
    ConnectionGuard guard = new ConnectionGuard(door, connections);
    server =
        vertx
            .createHttpServer(
                Listener.options(
                    config.host(), config.port(), config.tls(), config.limits(), config.timeouts()))
            .connectionHandler(guard::opened)
            .requestHandler(
                request -> {
                  if (guard.requested(request.connection())) {
                    serve(door, request);
                  }
                });
    return server
        .listen()
        .onSuccess(
            bound -> TlsReload.watch(vertx, bound, config.tls(), "receiver.jaeger.http.tls"));
  }

  /** Refuses at once; completes when what was in flight is answered, or the time for it is up. */
  @Override
  public Future<?> stop() {
    return Listener.stop(server, open, config.timeouts());
  }

  /** The port that is served; known once started. */
  public int port() {
    return server.actualPort();
  }

  private void serve(ExportDoor door, HttpServerRequest request) {
    String path = request.path();
    cors.apply(request);
    if (SAMPLING.equals(path)) {
      sampling.handle(request);
    } else if (TRACES.equals(path) && CorsPolicy.isPreflight(request)) {
      cors.applyToPreflight(request);
      request.response().setStatusCode(NO_CONTENT).end();
    } else {
      new ThriftHttpExchange(door, request, TRACES.equals(path)).open();
    }
  }
}
