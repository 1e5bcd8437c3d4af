// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.otlp;

import static java.util.Objects.requireNonNull;

import io.spoor.config.OtlpGrpcConfig.KeepAlive;
import io.spoor.config.OtlpHttpConfig;
import io.spoor.config.TlsReload;
import io.spoor.receiver.Intake;
import io.spoor.receiver.OpenRequests;
import io.spoor.telemetry.LedgerReceiver;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Receives OTLP over HTTP. Deployed once for each event loop that serves the port.
 *
 * <p>State is confined to the verticle's event loop.
 */
public final class OtlpHttpReceiverVerticle extends VerticleBase {
  /** Most clients speak HTTP/1.1, which cannot ping; an idle connection is closed anyway. */
  private static final KeepAlive NO_KEEP_ALIVE =
      new KeepAlive(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  private final OtlpHttpConfig config;
  private final Intake intake;
  private final ConnectionLimit connections;
  private final OpenRequests open = new OpenRequests();

  private HttpServer server;

  private OtlpHttpReceiverVerticle(
      OtlpHttpConfig config, Intake intake, ConnectionLimit connections) {
    this.config = requireNonNull(config, "config");
    this.intake = requireNonNull(intake, "intake");
    this.connections = connections;
  }

  /** Makes the instances of one port, which bound its connections together. */
  public static Supplier<OtlpHttpReceiverVerticle> instances(OtlpHttpConfig config, Intake intake) {
    ConnectionLimit connections = new ConnectionLimit(config.limits().maxConnections());
    return () -> new OtlpHttpReceiverVerticle(config, intake, connections);
  }

  @Override
  public Future<?> start() {
    ExportDoor door =
        new ExportDoor(vertx, LedgerReceiver.OTLP_HTTP, config.timeouts(), intake, open);
    ConnectionGuard guard = new ConnectionGuard(door, connections, NO_KEEP_ALIVE);
    OtlpHttpHandler handler = new OtlpHttpHandler(door, config.cors());
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
        .onSuccess(bound -> TlsReload.watch(vertx, bound, config.tls(), "receiver.otlp.http.tls"));
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
}
