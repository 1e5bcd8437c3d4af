// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import static java.util.Objects.requireNonNull;

import io.spoor.codec.Allowance;
import io.spoor.codec.BatchDecoder;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.MalformedException;
import io.spoor.codec.TooLargeException;
import io.spoor.codec.wire.ThriftReader;
import java.util.List;

/**
 * Decodes a datagram for a Jaeger agent, one {@code emitBatch} message, straight into columns.
 *
 * <p>Any other message is malformed, and so is one of the other protocol; {@link
 * AgentMessageKind#of} tells them apart. Bytes after the message are ignored. See {@link
 * ThriftBatchDecoder} for what is accepted within it.
 *
 * <p>Not thread-safe: one a thread, which reuses its scratch memory.
 */
public final class AgentMessageDecoder implements BatchDecoder {
  private final ThriftProtocol protocol;
  private final ThriftReader in;
  private final BatchReader batches;

  /** A decoder for the port of this protocol. */
  public AgentMessageDecoder(ThriftProtocol protocol) {
    this.protocol = requireNonNull(protocol, "protocol");
    this.in = protocol.newReader();
    this.batches = new BatchReader(in);
  }

  @Override
  public DecodedBatch decode(byte[] datagram, Allowance allowance) {
    batches.forgetReport();
    if (AgentMessageKind.read(in, datagram) != AgentMessageKind.BATCH) {
      AgentMessageKind kind = AgentMessageKind.of(protocol, datagram);
      throw new MalformedException(kind.text() + " instead of emitBatch");
    }
    return batches.readArguments(datagram, allowance);
  }

  /**
   * Decodes several datagrams at once into one batch with a resource for each of them, in their
   * order.
   *
   * @param body the datagrams, one behind the other; the batch may refer to it
   * @param ends where each of them ends
   * @param reports what their clients said beside the spans is added here, one for each
   * @throws MalformedException when any of them is not such a message; which one is not told
   * @throws TooLargeException when the allowance is refused
   */
  public DecodedBatch decodeAll(
      byte[] body, int[] ends, Allowance allowance, List<ClientReport> reports) {
    return batches.readMessages(body, ends, allowance, reports);
  }

  /** What the client of the datagram decoded last said beside its spans. */
  public ClientReport report() {
    return batches.report();
  }
}
