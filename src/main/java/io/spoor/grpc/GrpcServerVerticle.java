// SPDX-License-Identifier: Apache-2.0
package io.spoor.grpc;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves a {@link GrpcPort}. Several instances share it.
 *
 * <p>State is confined to the instance's event loop, except what the port holds.
 */
public final class GrpcServerVerticle extends VerticleBase {
  private static final long LAST_BYTES_MILLIS = 1_000;

  private final GrpcPort port;
  private @Nullable HttpServer server;
  private @Nullable GrpcCalls calls;
  private volatile int actualPort;

  GrpcServerVerticle(GrpcPort port) {
    this.port = port;
  }

  @Override
  public Future<?> start() {
    GrpcConnections connections = new GrpcConnections(vertx, port);
    GrpcCalls served = new GrpcCalls(vertx, port, connections);
    HttpServer created = vertx.createHttpServer(port.options());
    calls = served;
    server = created;
    return created
        .connectionHandler(connections::opened)
        .requestHandler(served::open)
        .listen()
        .onSuccess(bound -> port.watchCertificate(vertx, bound))
        .onSuccess(bound -> actualPort = bound.actualPort());
  }

  /** Refuses at once; completes when what was asked is answered, or the time for it is up. */
  @Override
  public Future<?> stop() {
    HttpServer bound = server;
    GrpcCalls served = calls;
    if (bound == null || served == null) {
      return Future.succeededFuture();
    }
    return served
        .drain()
        .eventually(() -> bound.shutdown(LAST_BYTES_MILLIS, TimeUnit.MILLISECONDS))
        .otherwiseEmpty();
  }

  /** The port that is listened on, once deployed. Callable from any thread. */
  public int port() {
    return actualPort;
  }
}
