// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.time.Duration;

/**
 * Settings of a port that receives over gRPC, such as {@code receiver.otlp.grpc}.
 *
 * @param enabled whether it is served at all
 * @param host address to bind
 * @param port TCP port; 0 lets the system choose
 * @param eventLoops threads that serve the port
 * @param tls plain text when it has no certificate
 * @param limits what a client may take
 * @param timeouts how long a client may take
 * @param keepAlive how connections are kept, and given up
 */
public record GrpcReceiverConfig(
    boolean enabled,
    String host,
    int port,
    int eventLoops,
    TlsConfig tls,
    ReceiverLimits limits,
    ReceiverTimeouts timeouts,
    KeepAlive keepAlive) {

  /**
   * Reads the section.
   *
   * @param protocol what is served, for the help
   */
  public static GrpcReceiverConfig from(ConfigSection section, int defaultPort, String protocol) {
    return section.read(
        own ->
            new GrpcReceiverConfig(
                own.bool("enabled", true, "whether the port is served"),
                own.text("host", "127.0.0.1", "address to bind; 0.0.0.0 for all"),
                own.port("port", defaultPort, "TCP port of " + protocol),
                own.threads("eventLoops", "threads that serve the port"),
                TlsConfig.from(own.section("tls")),
                ReceiverLimits.from(own.section("limits")),
                ReceiverTimeouts.from(own.section("timeouts")),
                KeepAlive.from(own.section("keepAlive"))));
  }

  /**
   * How HTTP/2 connections are kept, and given up.
   *
   * @param interval a connection is pinged this often; 0 for never
   * @param timeout a connection whose ping is not answered by then is closed
   * @param maxAge a connection of this age is given up once its requests are answered; 0 for never
   * @param maxAgeGrace how long those requests may take
   */
  public record KeepAlive(
      Duration interval, Duration timeout, Duration maxAge, Duration maxAgeGrace) {

    static KeepAlive from(ConfigSection section) {
      return new KeepAlive(
          duration(section, "interval", Duration.ofMinutes(1), "between pings; 0s for none"),
          duration(section, "timeout", Duration.ofSeconds(20), "to answer a ping"),
          duration(section, "maxAge", Duration.ZERO, "of a connection; 0s for any"),
          duration(section, "maxAgeGrace", Duration.ofSeconds(30), "to finish at that age"));
    }

    private static Duration duration(
        ConfigSection section, String key, Duration defaultValue, String help) {
      return section.duration(key, defaultValue, Duration.ZERO, Duration.ofHours(24), help);
    }
  }
}
