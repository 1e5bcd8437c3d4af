// SPDX-License-Identifier: Apache-2.0
package io.spoor.admin;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;

/** Closes connections above a number. One for each server; belongs to the server's event loop. */
final class ConnectionLimit implements Handler<HttpConnection> {
  private final int max;

  private int open;

  ConnectionLimit(int max) {
    this.max = max;
  }

  @Override
  public void handle(HttpConnection connection) {
    open++;
    connection.closeHandler(closed -> open--);
    if (open > max) {
      connection.close();
    }
  }
}
