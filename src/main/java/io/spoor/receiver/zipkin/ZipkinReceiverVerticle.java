// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.zipkin;

import static java.util.Objects.requireNonNull;

import io.spoor.config.HttpReceiverConfig;
import io.spoor.config.TlsReload;
import io.spoor.config.ZipkinConfig;
import io.spoor.receiver.Intake;
import io.spoor.receiver.OpenRequests;
import io.spoor.receiver.http.ConnectionGuard;
import io.spoor.receiver.http.ConnectionLimit;
import io.spoor.receiver.http.CorsPolicy;
import io.spoor.receiver.http.ExportDoor;
import io.spoor.receiver.http.Listener;
import io.spoor.telemetry.LedgerReceiver;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Supplier;

/**
 * Receives spans of Zipkin's clients over HTTP. Deployed once for each event loop that serves the
 * port.
 *
 * <p>State is confined to the verticle's event loop.
 */
public final class ZipkinReceiverVerticle extends VerticleBase {
  private static final String HEALTH = "/health";
  private static final String UP = "{\"status\":\"UP\"}\n";
  private static final int NO_CONTENT = 204;

  private final HttpReceiverConfig config;
  private final boolean typedTags;
  private final Intake intake;
  private final ConnectionLimit connections;
  private final CorsPolicy cors;
  private final OpenRequests open = new OpenRequests();

  private HttpServer server;

  private ZipkinReceiverVerticle(ZipkinConfig config, Intake intake, ConnectionLimit connections) {
    this.config = config.http();
    this.typedTags = config.parseStringTags();
    this.intake = requireNonNull(intake, "intake");
    this.connections = connections;
    this.cors = new CorsPolicy(config.http().cors());
  }

  /** Makes the instances of one port, which bound its connections together. */
  public static Supplier<ZipkinReceiverVerticle> instances(ZipkinConfig config, Intake intake) {
    ConnectionLimit connections = new ConnectionLimit(config.http().limits().maxConnections());
    return () -> new ZipkinReceiverVerticle(config, intake, connections);
  }

  @Override
  public Future<?> start() {
    ExportDoor door = new ExportDoor(vertx, LedgerReceiver.ZIPKIN, config.timeouts(), intake, open);
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
            bound -> TlsReload.watch(vertx, bound, config.tls(), "receiver.zipkin.http.tls"));
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
    cors.apply(request);
    if (CorsPolicy.isPreflight(request)) {
      cors.applyToPreflight(request);
      request.response().setStatusCode(NO_CONTENT).end();
    } else if (HEALTH.equals(request.path()) && !HttpMethod.POST.equals(request.method())) {
      request.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(UP);
    } else {
      new ZipkinExchange(door, request, typedTags).open();
    }
  }
}
