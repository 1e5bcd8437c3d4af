// SPDX-License-Identifier: Apache-2.0
package io.spoor.admin;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** How this package answers: JSON that nobody caches. */
final class Answers {
  private Answers() {}

  static void json(RoutingContext request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body.toBuffer())
        .onFailure(gone -> {}); // the client has left
  }

  static void error(RoutingContext request, int status, String message) {
    json(request, status, new JsonObject().put("error", message));
  }
}
