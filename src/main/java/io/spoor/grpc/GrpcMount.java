// SPDX-License-Identifier: Apache-2.0
package io.spoor.grpc;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/**
 * Serves a {@link GrpcPort} on a server that somebody else opened, whose connections they watch.
 * One for each event loop, to which it is confined.
 */
public final class GrpcMount implements Handler<HttpServerRequest> {
  private final GrpcCalls calls;

  /** Serves on the event loop of the caller. */
  public GrpcMount(Vertx vertx, GrpcPort port) {
    this.calls = new GrpcCalls(vertx, port, GrpcConnections.watchedByOthers(vertx, port));
  }

  /** The head of a request came in, whatever its path. */
  @Override
  public void handle(HttpServerRequest request) {
    calls.open(request);
  }

  /** Refuses new calls; completes when those there are have ended, or the time for them is up. */
  public Future<Void> drain() {
    return calls.drain();
  }
}
