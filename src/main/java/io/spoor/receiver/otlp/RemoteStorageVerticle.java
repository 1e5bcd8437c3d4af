// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.otlp;

import static java.util.Objects.requireNonNull;

import io.spoor.config.GrpcReceiverConfig;
import io.spoor.config.TlsReload;
import io.spoor.grpc.GrpcMount;
import io.spoor.grpc.GrpcPort;
import io.spoor.receiver.Intake;
import io.spoor.receiver.OpenRequests;
import io.spoor.receiver.http.ConnectionGuard;
import io.spoor.receiver.http.ConnectionLimit;
import io.spoor.receiver.http.ExportDoor;
import io.spoor.receiver.http.GrpcExchange;
import io.spoor.receiver.http.Listener;
import io.spoor.telemetry.LedgerReceiver;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Supplier;

/**
 * The port by which another process uses this one as its storage: takes spans over OTLP gRPC as
 * they are, for the tenant that a header names, and hands on all other calls. Deployed once for
 * each event loop that serves the port.
 *
 * <p>State is confined to the verticle's event loop.
 */
public final class RemoteStorageVerticle extends VerticleBase {
  private final GrpcReceiverConfig config;
  private final Intake intake;
  private final GrpcPort readers;
  private final ConnectionLimit connections;
  private final OpenRequests open = new OpenRequests();

  private HttpServer server;
  private GrpcMount mount;

  private RemoteStorageVerticle(
      GrpcReceiverConfig config, Intake intake, GrpcPort readers, ConnectionLimit connections) {
    this.config = requireNonNull(config, "config");
    this.intake = requireNonNull(intake, "intake");
    this.readers = requireNonNull(readers, "readers");
    this.connections = connections;
  }

  /**
   * Makes the instances of one port, which bound its connections together.
   *
   * @param readers answers all that is no export
   */
  public static Supplier<RemoteStorageVerticle> instances(
      GrpcReceiverConfig config, Intake intake, GrpcPort readers) {
    ConnectionLimit connections = new ConnectionLimit(config.limits().maxConnections());
    return () -> new RemoteStorageVerticle(config, intake, readers, connections);
  }

  @Override
  public Future<?> start() {
    ExportDoor door =
        new ExportDoor(vertx, LedgerReceiver.REMOTE_STORAGE, config.timeouts(), intake, open, true);
    ConnectionGuard guard = new ConnectionGuard(door, connections, config.keepAlive());
    mount = new GrpcMount(vertx, readers);
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
        .onSuccess(bound -> TlsReload.watch(vertx, bound, config.tls(), "query.remoteStorage.tls"));
  }

  /** Refuses at once; completes when what was in flight is answered, or the time for it is up. */
  @Override
  public Future<?> stop() {
    Future<Void> readersDrained = mount.drain();
    return Listener.drained(open, config.timeouts())
        .compose(v -> readersDrained)
        .compose(v -> Listener.stop(server, open, config.timeouts()));
  }

  /** The port that is served; known once started. */
  public int port() {
    return server.actualPort();
  }

  private void serve(ExportDoor door, HttpServerRequest request) {
    if (OtlpGrpcReceiverVerticle.EXPORT.path().equals(request.path())) {
      new GrpcExchange(door, request, OtlpGrpcReceiverVerticle.EXPORT).open();
    } else {
      mount.handle(request);
    }
  }
}
