// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.otlp;

import io.spoor.config.HttpReceiverConfig.Cors;
import io.spoor.config.ReceiverTimeouts;
import io.spoor.receiver.Intake;
import io.spoor.receiver.OpenRequests;
import io.spoor.receiver.http.CorsPolicy;
import io.spoor.receiver.http.ExportDoor;
import io.spoor.receiver.http.Listener;
import io.spoor.telemetry.LedgerReceiver;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;

/**
 * Serves OTLP over HTTP: {@code POST /v1/traces} on a port of its own, or mounted in another API by
 * {@link #receive}. Nothing may have read the body before. Callable from any event loop.
 */
public final class OtlpHttpHandler implements Handler<HttpServerRequest> {
  private static final String PATH = "/v1/traces";
  private static final int NO_CONTENT = 204;

  private final ExportDoor door;
  private final CorsPolicy cors;

  OtlpHttpHandler(ExportDoor door, Cors cors) {
    this.door = door;
    this.cors = new CorsPolicy(cors);
  }

  /**
   * A handler for {@link #receive}; routing and CORS are its caller's.
   *
   * @param receiver under which spans are counted
   */
  public static OtlpHttpHandler mounted(
      Vertx vertx, Intake intake, LedgerReceiver receiver, ReceiverTimeouts timeouts) {
    ExportDoor door = new ExportDoor(vertx, receiver, timeouts, intake, new OpenRequests());
    return new OtlpHttpHandler(door, new Cors(List.of(), List.of(), Duration.ZERO));
  }

  /** Serves a request to the port, whatever its path and method. */
  @Override
  public void handle(HttpServerRequest request) {
    boolean knownPath = PATH.equals(request.path());
    cors.apply(request);
    if (knownPath && CorsPolicy.isPreflight(request)) {
      cors.applyToPreflight(request);
      request.response().setStatusCode(NO_CONTENT).end();
    } else {
      new OtlpHttpExchange(door, request, knownPath).open();
    }
  }

  /** Serves a request whose path is right. */
  public void receive(HttpServerRequest request) {
    new OtlpHttpExchange(door, request, true).open();
  }

  /**
   * Refuses new requests from now on; completes when what was in flight is finished, or the time
   * for it is up.
   */
  public Future<Void> drain() {
    return Listener.drained(door.open(), door.timeouts());
  }
}
