// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

/**
 * Settings under {@code sampling.http}.
 *
 * @param enabled whether it is served at all
 * @param host address to bind
 * @param port TCP port; 0 lets the system choose
 * @param tls plain text when it has no certificate
 * @param limits what a client may take
 * @param timeouts how long a client may take
 */
public record SamplingHttpConfig(
    boolean enabled,
    String host,
    int port,
    TlsConfig tls,
    ReceiverLimits limits,
    ReceiverTimeouts timeouts) {

  /** Reads the section. */
  public static SamplingHttpConfig from(ConfigSection section) {
    return new SamplingHttpConfig(
        section.bool("enabled", true, "whether the port is served"),
        section.text("host", "127.0.0.1", "address to bind; 0.0.0.0 for all"),
        section.port("port", 5778, "TCP port of sampling strategies over HTTP"),
        TlsConfig.from(section.section("tls")),
        ReceiverLimits.from(section.section("limits")),
        ReceiverTimeouts.from(section.section("timeouts")));
  }
}
