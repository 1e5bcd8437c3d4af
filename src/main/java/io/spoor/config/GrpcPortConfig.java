// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import io.spoor.config.GrpcReceiverConfig.KeepAlive;
import java.time.Duration;

/**
 * Settings of a port that answers gRPC calls.
 *
 * @param enabled whether the port is opened at all
 * @param host address to bind
 * @param port TCP port; 0 lets the system choose
 * @param tls plain text when it has no certificate
 * @param limits what clients may take
 * @param timeouts how long clients may take
 * @param keepAlive how connections are kept, and given up
 */
public record GrpcPortConfig(
    boolean enabled,
    String host,
    int port,
    TlsConfig tls,
    Limits limits,
    Timeouts timeouts,
    KeepAlive keepAlive) {

  /**
   * Reads the section.
   *
   * @param port unless the file says otherwise
   * @param what is served there
   * @param maxMessageBytes of one message of a request, unless the file says otherwise
   */
  public static GrpcPortConfig from(
      ConfigSection section, int port, String what, int maxMessageBytes) {
    return section.read(
        own ->
            new GrpcPortConfig(
                own.bool("enabled", true, "false leaves the port closed"),
                own.text("host", "127.0.0.1", "address to bind; 0.0.0.0 for all"),
                own.port("port", port, "TCP port of " + what),
                TlsConfig.from(own.section("tls")),
                Limits.from(own.section("limits"), maxMessageBytes),
                Timeouts.from(own.section("timeouts")),
                KeepAlive.from(own.section("keepAlive"))));
  }

  /**
   * What clients may take.
   *
   * @param maxConnections open connections; further ones are closed
   * @param maxCalls calls not answered yet; further ones get UNAVAILABLE
   * @param maxStreamsPerConnection calls at once on a connection
   * @param maxHeaderBytes all headers of a call
   * @param maxMessageBytes one message of a request, before and after it is decompressed
   */
  public record Limits(
      int maxConnections,
      int maxCalls,
      int maxStreamsPerConnection,
      int maxHeaderBytes,
      int maxMessageBytes) {
    private static final int MIB = 1 << 20;

    static Limits from(ConfigSection section, int maxMessageBytes) {
      return new Limits(
          section.integer("maxConnections", 1000, 1, 1_000_000, "further ones are closed"),
          section.integer("maxCalls", 256, 1, 100_000, "at once; further ones get UNAVAILABLE"),
          section.integer("maxStreamsPerConnection", 100, 1, 100_000, "calls on a connection"),
          (int) section.bytes("maxHeaderBytes", 16 << 10, 1 << 10, MIB, "of one call"),
          (int)
              section.bytes(
                  "maxMessageBytes", maxMessageBytes, 1 << 10, 1 << 30, "of a request's message"));
    }
  }

  /**
   * How long clients may take.
   *
   * @param request from the head of a call to the last byte of its answer; a client may ask for
   *     less
   * @param idle a connection without a call is closed after it
   * @param drain at shutdown, how long calls under way may take
   */
  public record Timeouts(Duration request, Duration idle, Duration drain) {
    static Timeouts from(ConfigSection section) {
      return new Timeouts(
          duration(section, "request", Duration.ofSeconds(30), "most, whatever a client asks for"),
          duration(section, "idle", Duration.ofMinutes(10), "until a connection is closed"),
          duration(section, "drain", Duration.ofSeconds(5), "for calls under way at shutdown"));
    }

    private static Duration duration(
        ConfigSection section, String key, Duration defaultValue, String help) {
      return section.duration(key, defaultValue, Duration.ofMillis(1), Duration.ofHours(24), help);
    }
  }
}
