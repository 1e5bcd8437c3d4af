// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How another server is reached that takes spans over OTLP gRPC.
 *
 * @param endpoints {@code http://HOST:PORT} or, for TLS, {@code https://HOST:PORT}; the first one
 *     that answers is used
 * @param tls for those with {@code https}
 * @param timeout of one try
 * @param maxInFlightRequests requests to it at once
 * @param maxInFlightBytes the same in bytes of their content
 */
public record RemoteConfig(
    List<String> endpoints,
    ClientTlsConfig tls,
    Duration timeout,
    int maxInFlightRequests,
    long maxInFlightBytes) {

  /** Rejects addresses that are none. */
  public RemoteConfig {
    endpoints = List.copyOf(endpoints);
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("endpoints must name at least one");
    }
    for (String endpoint : endpoints) {
      if (!isEndpoint(endpoint)) {
        throw new IllegalArgumentException(
            "endpoints must be like http://HOST:PORT or https://HOST:PORT, was '" + endpoint + "'");
      }
    }
  }

  /** Reads the section. */
  public static RemoteConfig from(ConfigSection section, String defaultEndpoint) {
    return section.read(
        own ->
            new RemoteConfig(
                own.texts(
                    "endpoints",
                    List.of(defaultEndpoint),
                    "http://HOST:PORT, or https; the first one that answers is used"),
                ClientTlsConfig.from(own.section("tls")),
                own.duration(
                    "timeout",
                    Duration.ofSeconds(10),
                    Duration.ofMillis(1),
                    Duration.ofSeconds(55),
                    "of one request"),
                own.integer("maxInFlightRequests", 64, 1, 10_000, "requests at once"),
                own.bytes(
                    "maxInFlightBytes", 32L << 20, 1L << 20, 1L << 36, "of them; one always may")));
  }

  /** Tells whether any endpoint is encrypted. */
  public boolean encrypts() {
    return endpoints.stream().anyMatch(endpoint -> endpoint.startsWith("https:"));
  }

  private static boolean isEndpoint(String text) {
    @Nullable URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException expected) { // its message has no more to say
      return false;
    }
    boolean known = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    boolean addressed = uri.getHost() != null && uri.getPort() > 0;
    return known && addressed && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
  }
}
