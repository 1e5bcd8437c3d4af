// SPDX-License-Identifier: Apache-2.0
package io.spoor.admin;

import io.spoor.config.AdminConfig;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;

/** The limits of the admin ports: plain HTTP/1.1, few connections, small requests. */
final class AdminServerOptions {
  static final int MAX_CONNECTIONS = 128;

  private static final int IDLE_SECONDS = 60;
  private static final int MAX_HEADER_BYTES = 8 << 10;
  private static final int MAX_LINE_BYTES = 4 << 10;

  private AdminServerOptions() {}

  static HttpServerOptions of(AdminConfig config) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setHttp2ClearTextEnabled(false)
            .setCompressionSupported(true); // a scrape shrinks to a tenth
    return config.tls().applyTo(options);
  }
}
