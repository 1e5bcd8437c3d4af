// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import io.spoor.codec.jaeger.ThriftProtocol;
import io.spoor.config.AgentPortConfig;
import io.spoor.telemetry.LedgerReceiver;

/**
 * A UDP port of Jaeger's agent, and what is spoken there.
 *
 * @param name of its section in the configuration
 * @param receiver its word in the ledger
 */
public record AgentPort(String name, AgentPortConfig config, LedgerReceiver receiver) {

  /** The port of Thrift's compact protocol. */
  public static AgentPort compact(AgentPortConfig config) {
    return new AgentPort("receiver.jaeger.compact", config, LedgerReceiver.AGENT_COMPACT);
  }

  /** The port of Thrift's binary protocol. */
  public static AgentPort binary(AgentPortConfig config) {
    return new AgentPort("receiver.jaeger.binary", config, LedgerReceiver.AGENT_BINARY);
  }

  /** The port of Zipkin's Thrift. */
  public static AgentPort zipkin(AgentPortConfig config) {
    return new AgentPort("receiver.jaeger.zipkin", config, LedgerReceiver.AGENT_ZIPKIN);
  }

  /** A decoder for one thread. */
  DatagramDecoder newDecoder() {
    return switch (receiver) {
      case AGENT_ZIPKIN -> new ZipkinDatagrams();
      case AGENT_BINARY -> new JaegerDatagrams(ThriftProtocol.BINARY);
      default -> new JaegerDatagrams(ThriftProtocol.COMPACT);
    };
  }
}
