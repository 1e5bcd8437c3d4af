// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import io.spoor.codec.wire.ThriftBinaryReader;
import io.spoor.codec.wire.ThriftCompactReader;
import io.spoor.codec.wire.ThriftReader;

/** How Thrift lies in a datagram. */
public enum ThriftProtocol {
  /** Numbers of variable length: port 6831. */
  COMPACT,
  /** Numbers of fixed length: port 6832. */
  BINARY;

  /** A new reader of this protocol. */
  ThriftReader newReader() {
    return this == COMPACT ? new ThriftCompactReader() : new ThriftBinaryReader();
  }

  /** The protocol of other ports. */
  ThriftProtocol other() {
    return this == COMPACT ? BINARY : COMPACT;
  }
}
