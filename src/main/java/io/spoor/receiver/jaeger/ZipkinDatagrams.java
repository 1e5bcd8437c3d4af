// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import io.spoor.codec.Allowance;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.jaeger.AgentMessageKind;
import io.spoor.codec.jaeger.ClientReport;
import io.spoor.codec.jaeger.ThriftProtocol;
import io.spoor.codec.zipkin.ZipkinThriftDecoder;
import java.util.List;

/** Decodes {@code emitZipkinBatch}, one datagram after the other. Its clients count nothing. */
final class ZipkinDatagrams implements DatagramDecoder {
  private final ZipkinThriftDecoder decoder = ZipkinThriftDecoder.ofCompactMessage();

  @Override
  public boolean canDecodeSeveral() {
    return false;
  }

  @Override
  public DecodedBatch decode(
      byte[] body, int[] ends, Allowance allowance, List<ClientReport> reports) {
    return decoder.decode(body, allowance);
  }

  @Override
  public boolean isForeign(byte[] datagram) {
    return switch (AgentMessageKind.of(ThriftProtocol.COMPACT, datagram)) {
      case BATCH, OTHER_MESSAGE, OTHER_PROTOCOL -> true;
      case ZIPKIN_BATCH, NOT_THRIFT, EMPTY -> false;
    };
  }

  @Override
  public String kindOf(byte[] datagram) {
    return AgentMessageKind.of(ThriftProtocol.COMPACT, datagram).text();
  }
}
