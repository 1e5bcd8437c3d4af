// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Lets pages of other origins call (Fetch standard, CORS protocol). An origin that is not allowed
 * is served like any client without one: it is the browser that keeps the answer from the page.
 */
final class Cors implements Handler<RoutingContext> {
  private static final String MAX_AGE_SECONDS = "7200";

  private final List<String> origins;

  /**
   * Sets who may call.
   *
   * @param origins {@code *} for all, none for nobody
   */
  Cors(List<String> origins) {
    this.origins = origins;
  }

  @Override
  public void handle(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    String origin = request.getHeader("Origin");
    if (origin == null || !allows(origin)) {
      routing.next();
      return;
    }
    HttpServerResponse response = routing.response();
    response
        .putHeader("Access-Control-Allow-Origin", origins.contains("*") ? "*" : origin)
        .putHeader("Access-Control-Expose-Headers", "traceresponse, Retry-After")
        .putHeader("Vary", "Origin");
    String method = request.getHeader("Access-Control-Request-Method");
    if (!HttpMethod.OPTIONS.equals(request.method()) || method == null) {
      routing.next();
      return;
    }
    String headers = request.getHeader("Access-Control-Request-Headers");
    if (headers != null) {
      response.putHeader("Access-Control-Allow-Headers", headers);
    }
    response
        .setStatusCode(204)
        .putHeader("Access-Control-Allow-Methods", "GET, POST, HEAD")
        .putHeader("Access-Control-Max-Age", MAX_AGE_SECONDS)
        .end();
  }

  private boolean allows(String origin) {
    return origins.contains("*") || origins.contains(origin);
  }
}
