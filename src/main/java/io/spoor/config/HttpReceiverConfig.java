// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.time.Duration;
import java.util.List;

/**
 * Settings of a port that receives over HTTP, such as {@code receiver.otlp.http}.
 *
 * @param enabled whether it is served at all
 * @param host address to bind
 * @param port TCP port; 0 lets the system choose
 * @param eventLoops threads that serve the port
 * @param tls plain text when it has no certificate
 * @param limits what a client may take
 * @param timeouts how long a client may take
 * @param cors which web pages may send
 */
public record HttpReceiverConfig(
    boolean enabled,
    String host,
    int port,
    int eventLoops,
    TlsConfig tls,
    ReceiverLimits limits,
    ReceiverTimeouts timeouts,
    Cors cors) {

  /**
   * Reads the section.
   *
   * @param protocol what is served, for the help
   */
  public static HttpReceiverConfig from(ConfigSection section, int defaultPort, String protocol) {
    return section.read(
        own ->
            new HttpReceiverConfig(
                own.bool("enabled", true, "whether the port is served"),
                own.text("host", "127.0.0.1", "address to bind; 0.0.0.0 for all"),
                own.port("port", defaultPort, "TCP port of " + protocol),
                own.threads("eventLoops", "threads that serve the port"),
                TlsConfig.from(own.section("tls")),
                ReceiverLimits.from(own.section("limits")),
                ReceiverTimeouts.from(own.section("timeouts")),
                Cors.from(own.section("cors"))));
  }

  /**
   * Which web pages may send.
   *
   * @param allowedOrigins such as {@code https://shop.example} or {@code https://*.example}; {@code
   *     *} for all, none for no CORS at all
   * @param allowedHeaders further request headers that a page may set; {@code *} for all
   * @param maxAge how long a browser may remember the answer
   */
  public record Cors(List<String> allowedOrigins, List<String> allowedHeaders, Duration maxAge) {

    /** Copies the lists. */
    public Cors {
      allowedOrigins = List.copyOf(allowedOrigins);
      allowedHeaders = List.copyOf(allowedHeaders);
    }

    static Cors from(ConfigSection section) {
      return new Cors(
          section.texts(
              "allowedOrigins", List.of(), "pages that may send; '*' stands for any text"),
          section.texts("allowedHeaders", List.of(), "further request headers they may set"),
          section.duration(
              "maxAge",
              Duration.ofHours(2),
              Duration.ZERO,
              Duration.ofHours(24),
              "how long a browser remembers"));
    }
  }
}
