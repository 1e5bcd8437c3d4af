// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Error answers as Go's {@code http.Error} sends them, which is how Jaeger does. */
final class Errors {

  /** Ends the response with a text that no browser may take for anything else. */
  static void send(HttpServerResponse response, int status, String text) {
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(Buffer.buffer(text));
  }

  /** What every unknown path below {@code /api} gets, whatever the method. */
  static void pageNotFound(HttpServerResponse response) {
    send(response, 404, "404 page not found\n");
  }

  private Errors() {}
}
