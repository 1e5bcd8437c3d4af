// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import io.spoor.codec.MalformedException;
import io.spoor.codec.wire.ThriftReader;

/** What a datagram is, as its first bytes have it. */
public enum AgentMessageKind {
  /** Spans of Jaeger: {@code emitBatch}. */
  BATCH("emitBatch"),
  /** Spans of Zipkin: {@code emitZipkinBatch}. */
  ZIPKIN_BATCH("emitZipkinBatch"),
  /** Another message than those that an agent takes, or one that is not sent one way. */
  OTHER_MESSAGE("another message"),
  /** A message of the other Thrift protocol. */
  OTHER_PROTOCOL("a message of the other Thrift protocol"),
  /** No message of Thrift. */
  NOT_THRIFT("no Thrift message"),
  /** Nothing at all. */
  EMPTY("an empty datagram");

  private final String text;

  AgentMessageKind(String text) {
    this.text = text;
  }

  /** What it is, in words for a log. */
  public String text() {
    return text;
  }

  /** What a datagram is, on a port of this protocol; reads no further than its head. */
  public static AgentMessageKind of(ThriftProtocol protocol, byte[] datagram) {
    if (datagram.length == 0) {
      return EMPTY;
    }
    AgentMessageKind kind = read(protocol.newReader(), datagram);
    if (kind != NOT_THRIFT) {
      return kind;
    }
    boolean other = read(protocol.other().newReader(), datagram) != NOT_THRIFT;
    return other ? OTHER_PROTOCOL : NOT_THRIFT;
  }

  /** Reads the head of a message, and leaves the reader behind it. */
  static AgentMessageKind read(ThriftReader in, byte[] datagram) {
    return read(in, datagram, 0);
  }

  /** The same for a message that begins somewhere in an array. */
  static AgentMessageKind read(ThriftReader in, byte[] bytes, int start) {
    in.reset(bytes, start);
    int type;
    try {
      type = in.message();
    } catch (MalformedException expected) { // not of this protocol, perhaps of the other
      return NOT_THRIFT;
    }
    if (type == ThriftReader.ONEWAY || type == ThriftReader.CALL) {
      if (in.isMessageName(BATCH.text)) {
        return BATCH;
      }
      if (in.isMessageName(ZIPKIN_BATCH.text)) {
        return ZIPKIN_BATCH;
      }
    }
    return OTHER_MESSAGE;
  }
}
