// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import static java.util.Objects.requireNonNull;

/**
 * Settings under {@code admin}: where health, metrics and the ledger are served. A port of 0 is
 * chosen by the system, one of -1 is not opened.
 *
 * @param host address that all three ports bind to
 * @param port everything, at Jaeger 1's place
 * @param statusPort {@code /status} alone, at Jaeger 2's place
 * @param metricsPort {@code /metrics} alone, at Jaeger 2's place
 */
public record AdminConfig(String host, int port, int statusPort, int metricsPort, TlsConfig tls) {

  /** The value of a port that is not opened. */
  public static final int OFF = -1;

  private static final int MAX_PORT = 65_535;

  /** Rejects what is no port. */
  public AdminConfig {
    requireNonNull(host, "host");
    requireNonNull(tls, "tls");
    requirePort("port", port);
    requirePort("statusPort", statusPort);
    requirePort("metricsPort", metricsPort);
  }

  /** Reads the section, applying defaults for absent keys. */
  public static AdminConfig from(ConfigSection section) {
    return new AdminConfig(
        section.text("host", "127.0.0.1", "address of the three ports; 0.0.0.0 opens them to all"),
        port(section, "port", 14269, "health, metrics and the ledger"),
        port(section, "statusPort", 13133, "/status, where Jaeger 2 has it"),
        port(section, "metricsPort", 8888, "/metrics, where Jaeger 2 has it"),
        TlsConfig.from(section.section("tls")));
  }

  private static int port(ConfigSection section, String key, int defaultValue, String what) {
    return section.integer(
        key, defaultValue, OFF, MAX_PORT, what + "; -1 switches it off, 0 takes a free port");
  }

  private static void requirePort(String name, int port) {
    if (port < OFF || port > MAX_PORT) {
      throw new IllegalArgumentException(
          name + " must be from -1 to " + MAX_PORT + ", was " + port);
    }
  }
}
