// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import io.spoor.codec.Allowance;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.jaeger.AgentMessageDecoder;
import io.spoor.codec.jaeger.AgentMessageKind;
import io.spoor.codec.jaeger.ClientReport;
import io.spoor.codec.jaeger.ThriftProtocol;
import java.util.List;

/** Decodes {@code emitBatch}. */
final class JaegerDatagrams implements DatagramDecoder {
  private final ThriftProtocol protocol;
  private final AgentMessageDecoder decoder;

  JaegerDatagrams(ThriftProtocol protocol) {
    this.protocol = protocol;
    this.decoder = new AgentMessageDecoder(protocol);
  }

  @Override
  public boolean canDecodeSeveral() {
    return true;
  }

  @Override
  public DecodedBatch decode(
      byte[] body, int[] ends, Allowance allowance, List<ClientReport> reports) {
    return decoder.decodeAll(body, ends, allowance, reports);
  }

  @Override
  public boolean isForeign(byte[] datagram) {
    return switch (AgentMessageKind.of(protocol, datagram)) {
      case ZIPKIN_BATCH, OTHER_MESSAGE, OTHER_PROTOCOL -> true;
      case BATCH, NOT_THRIFT, EMPTY -> false;
    };
  }

  @Override
  public String kindOf(byte[] datagram) {
    return AgentMessageKind.of(protocol, datagram).text();
  }
}
