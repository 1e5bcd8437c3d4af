// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import io.spoor.codec.BatchDecoder;
import io.spoor.codec.jaeger.ClientReport;

/** Decodes what comes to one port. Not thread-safe. */
interface DatagramDecoder extends BatchDecoder {

  /** What the client of the datagram decoded last said beside its spans. */
  ClientReport report();

  /** Whether a datagram that could not be decoded is of a kind that belongs on another port. */
  boolean isForeign(byte[] datagram);
}
