// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A small body on its way in, held in memory; the request's deadline holds for it too. */
final class RequestBody {
  private final Exchange exchange;
  private final int maxBytes;
  private final Buffer body = Buffer.buffer();
  private boolean refused;

  private RequestBody(Exchange exchange, int maxBytes) {
    this.exchange = exchange;
    this.maxBytes = maxBytes;
  }

  /**
   * Reads a body as text, then goes on with it on the event loop.
   *
   * @param maxBytes of the body; a larger one is 413
   */
  static void read(Exchange exchange, int maxBytes, Consumer<String> next) {
    String encoding = exchange.request().getHeader("Content-Encoding");
    if (encoding != null && !encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
      throw new ApiException(415, "body must not be compressed");
    }
    RequestBody read = new RequestBody(exchange, maxBytes);
    exchange
        .request()
        .handler(read::add)
        .endHandler(
            ended -> {
              if (!read.refused && !exchange.isOver()) {
                exchange.attempt(() -> next.accept(read.body.toString(StandardCharsets.UTF_8)));
              }
            });
  }

  /** The rest of a body that is too large is not worth reading. */
  private void add(Buffer part) {
    if (refused || exchange.isOver()) {
      return;
    }
    if (body.length() + part.length() > maxBytes) {
      refused = true;
      exchange.response().putHeader("Connection", "close");
      exchange.fail(new ApiException(413, "body must have at most " + maxBytes + " bytes"));
    } else {
      body.appendBuffer(part);
    }
  }
}
