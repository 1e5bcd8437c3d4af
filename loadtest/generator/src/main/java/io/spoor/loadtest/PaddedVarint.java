// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import java.nio.ByteBuffer;

/** Numbers of variable length that always take as many bytes, so that they can be patched. */
final class PaddedVarint {
  /** Enough for seconds and for nanoseconds of a second. */
  static final int SHORT = 5;

  /** Enough for every number of 64 bits. */
  static final int LONG = 10;

  private PaddedVarint() {}

  static byte[] zero(int length) {
    byte[] bytes = new byte[length];
    put(ByteBuffer.wrap(bytes), 0, length, 0);
    return bytes;
  }

  static void put(ByteBuffer memory, int position, int length, long value) {
    long rest = value;
    for (int i = 0; i < length - 1; i++) {
      memory.put(position + i, (byte) (rest | 0x80));
      rest >>>= 7;
    }
    memory.put(position + length - 1, (byte) (rest & 0x7f));
  }

  /** As Thrift's compact protocol has signed numbers. */
  static void putZigzag(ByteBuffer memory, int position, long value) {
    put(memory, position, LONG, value << 1 ^ value >> 63);
  }
}
