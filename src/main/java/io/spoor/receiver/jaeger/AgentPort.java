// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import io.spoor.codec.Allowance;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.jaeger.AgentMessageDecoder;
import io.spoor.codec.jaeger.AgentMessageKind;
import io.spoor.codec.jaeger.ClientReport;
import io.spoor.codec.jaeger.ThriftProtocol;
import io.spoor.config.AgentPortConfig;
import io.spoor.telemetry.LedgerReceiver;
import java.util.List;

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

  /** A decoder for one thread. */
  DatagramDecoder newDecoder() {
    return new JaegerDatagrams(
        receiver == LedgerReceiver.AGENT_BINARY ? ThriftProtocol.BINARY : ThriftProtocol.COMPACT);
  }

  /** Decodes {@code emitBatch}. */
  private static final class JaegerDatagrams implements DatagramDecoder {
    private final ThriftProtocol protocol;
    private final AgentMessageDecoder decoder;

    JaegerDatagrams(ThriftProtocol protocol) {
      this.protocol = protocol;
      this.decoder = new AgentMessageDecoder(protocol);
    }

    @Override
    public DecodedBatch decode(
        byte[] body, int[] ends, Allowance allowance, List<ClientReport> reports) {
      return decoder.decodeAll(body, ends, allowance, reports);
    }

    @Override
    public String kindOf(byte[] datagram) {
      return AgentMessageKind.of(protocol, datagram).text();
    }

    @Override
    public boolean isForeign(byte[] datagram) {
      return switch (AgentMessageKind.of(protocol, datagram)) {
        case ZIPKIN_BATCH, OTHER_MESSAGE, OTHER_PROTOCOL -> true;
        case BATCH, NOT_THRIFT, EMPTY -> false;
      };
    }
  }
}
