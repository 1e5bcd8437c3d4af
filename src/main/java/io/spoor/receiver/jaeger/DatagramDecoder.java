// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import io.spoor.codec.Allowance;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.jaeger.ClientReport;
import java.util.List;

/** Decodes what comes to one port. Not thread-safe. */
interface DatagramDecoder {

  /** Whether several datagrams can be decoded at once. */
  boolean canDecodeSeveral();

  /**
   * Decodes datagrams into one batch; all of them, or none when it throws.
   *
   * @param body the datagrams, one behind the other; the batch may refer to it
   * @param ends where each of them ends
   * @param reports what their clients said beside the spans is added here, one for each resource
   * @throws io.spoor.codec.MalformedException when any of them is no message of this port
   * @throws io.spoor.codec.TooLargeException when the allowance is refused
   */
  DecodedBatch decode(byte[] body, int[] ends, Allowance allowance, List<ClientReport> reports);

  /** Whether a datagram that could not be decoded is of a kind that belongs on another port. */
  boolean isForeign(byte[] datagram);

  /** What a datagram is that could not be decoded, in words for a log. */
  String kindOf(byte[] datagram);
}
