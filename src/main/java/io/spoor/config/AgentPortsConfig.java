// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

/**
 * Settings of the UDP ports of Jaeger's agent, under {@code receiver.jaeger}.
 *
 * @param compact Jaeger's Thrift, compact protocol
 * @param binary Jaeger's Thrift, binary protocol
 * @param zipkin Zipkin's Thrift, compact protocol
 */
public record AgentPortsConfig(
    AgentPortConfig compact, AgentPortConfig binary, AgentPortConfig zipkin) {

  /** Reads the section. */
  public static AgentPortsConfig from(ConfigSection section) {
    return new AgentPortsConfig(
        AgentPortConfig.from(section.section("compact"), 6831, true, "Thrift compact"),
        AgentPortConfig.from(section.section("binary"), 6832, true, "Thrift binary"),
        AgentPortConfig.from(section.section("zipkin"), 5775, false, "Zipkin's Thrift compact"));
  }
}
