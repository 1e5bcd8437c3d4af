// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import static java.util.Objects.requireNonNull;

import io.spoor.config.GrpcReceiverConfig;
import io.spoor.config.TlsReload;
import io.spoor.grpc.GrpcMount;
import io.spoor.grpc.GrpcPort;
import io.spoor.receiver.Intake;
import io.spoor.receiver.OpenRequests;
import io.spoor.receiver.ReceivedBody.Format;
import io.spoor.receiver.http.ConnectionGuard;
import io.spoor.receiver.http.ConnectionLimit;
import io.spoor.receiver.http.ExportDoor;
import io.spoor.receiver.http.GrpcExchange;
import io.spoor.receiver.http.GrpcMethod;
import io.spoor.receiver.http.Listener;
import io.spoor.telemetry.LedgerReceiver;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Supplier;

/**
 * Receives Jaeger's batches over gRPC, and hands on all other calls. Deployed once for each event
 * loop that serves the port.
 *
 * <p>State is confined to the verticle's event loop.
 */
public final class JaegerGrpcReceiverVerticle extends VerticleBase {
  private static final byte[] EMPTY = {};

  static final GrpcMethod POST_SPANS =
      new GrpcMethod(
          "/jaeger.api_v2.CollectorService/PostSpans", Format.JAEGER_PROTO, accepted -> EMPTY);

  private final GrpcReceiverConfig config;
  private final Intake intake;
  private final GrpcPort others;
  private final ConnectionLimit connections;
  private final OpenRequests open = new OpenRequests();

  private HttpServer server;
  private GrpcMount mount;

  private JaegerGrpcReceiverVerticle(
      GrpcReceiverConfig config, Intake intake, GrpcPort others, ConnectionLimit connections) {
    this.config = requireNonNull(config, "config");
    this.intake = requireNonNull(intake, "intake");
    this.others = requireNonNull(others, "others");
    this.connections = connections;
  }

  /**
   * Makes the instances of one port, which bound its connections together.
   *
   * @param others answers all that is not batches
   */
  public static Supplier<JaegerGrpcReceiverVerticle> instances(
      GrpcReceiverConfig config, Intake intake, GrpcPort others) {
    ConnectionLimit connections = new ConnectionLimit(config.limits().maxConnections());
    return () -> new JaegerGrpcReceiverVerticle(config, intake, others, connections);
  }

  @Override
  public Future<?> start() {
    ExportDoor door =
        new ExportDoor(vertx, LedgerReceiver.JAEGER_GRPC, config.timeouts(), intake, open);
    ConnectionGuard guard = new ConnectionGuard(door, connections, config.keepAlive());
    mount = new GrpcMount(vertx, others);
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
            bound -> TlsReload.watch(vertx, bound, config.tls(), "receiver.jaeger.grpc.tls"));
  }

  /** Refuses at once; completes when what was in flight is answered, or the time for it is up. */
  @Override
  public Future<?> stop() {
    Future<Void> othersDrained = mount.drain();
    return Listener.drained(open, config.timeouts())
        .compose(v -> othersDrained)
        .compose(v -> Listener.stop(server, open, config.timeouts()));
  }

  /** The port that is served; known once started. */
  public int port() {
    return server.actualPort();
  }

  private void serve(ExportDoor door, HttpServerRequest request) {
    if (POST_SPANS.path().equals(request.path())) {
      new GrpcExchange(door, request, POST_SPANS).open();
    } else {
      mount.handle(request);
    }
  }
}
