// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds one field in a small protobuf message; enough for the answers of an OTLP server. */
final class ProtoReader {
  private static final byte[] NOTHING = {};

  private ProtoReader() {}

  /** The last varint with this number, 0 if there is none or the message is broken. */
  static long varint(byte[] message, int field) {
    long[] found = new long[1];
    scan(message, field, (value, content) -> found[0] = value);
    return found[0];
  }

  /** The last length-delimited field with this number, empty if there is none. */
  static byte[] bytes(byte[] message, int field) {
    byte[][] found = {NOTHING};
    scan(message, field, (value, content) -> found[0] = content);
    return found[0];
  }

  interface Visitor {
    void field(long value, byte[] content);
  }

  /** Visits each field with this number; stops at the first byte that makes no sense. */
  static void scan(byte[] message, int field, Visitor visitor) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    try {
      while (in.hasRemaining()) {
        long tag = varint(in);
        long value = 0;
        byte[] content = NOTHING;
        switch ((int) tag & 7) {
          case 0 -> value = varint(in);
          case 1 -> value = in.getLong();
          case 2 -> {
            content = new byte[Math.toIntExact(varint(in))];
            in.get(content);
          }
          case 5 -> value = in.getInt();
          default -> {
            return;
          }
        }
        if (tag >>> 3 == field) {
          visitor.field(value, content);
        }
      }
    } catch (java.nio.BufferUnderflowException
        | ArithmeticException
        | NegativeArraySizeException e) {
      return; // a truncated answer says no more than what was read of it
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        break;
      }
    }
    return value;
  }
}
