// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers of few bits, one after the other, the lowest bits first. */
// Hot path: most values of a block are packed.
final class BitPacking {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int MAX_ONE_READ = 57; // bits in 8 bytes that begin anywhere in the first

  /** Bytes for so many numbers. */
  static long bytes(long count, int width) {
    return (count * width + 7) >>> 3;
  }

  /** Appends {@code values[from, to)} less {@code base}, {@code width} bits each, 1 to 64. */
  static void put(long[] values, int from, int to, long base, int width, ByteOutput target) {
    int bytes = (int) bytes(to - from, width);
    target.ensureRoom(bytes + Long.BYTES);
    byte[] array = target.array();
    int at = target.size();
    long word = 0;
    int filled = 0;
    for (int i = from; i < to; i++) {
      long value = values[i] - base;
      word |= value << filled;
      filled += width;
      if (filled >= Long.SIZE) {
        LONGS.set(array, at, word);
        at += Long.BYTES;
        filled -= Long.SIZE;
        word = filled == 0 ? 0 : value >>> (width - filled);
      }
    }
    LONGS.set(array, at, word); // more than needed: there is room for it
    target.advance(bytes);
  }

  /**
   * Reads {@code values[from, to)}, adding {@code base} to each. The bytes have been found to be
   * there.
   */
  static void get(byte[] array, int start, int width, long base, long[] values, int from, int to) {
    long mask = -1L >>> (Long.SIZE - width);
    int i = from;
    if (width <= MAX_ONE_READ) {
      int last = array.length - Long.BYTES;
      for (int bit = 0; i < to && start + (bit >>> 3) <= last; i++, bit += width) {
        long word = (long) LONGS.get(array, start + (bit >>> 3));
        values[i] = base + (word >>> (bit & 7) & mask);
      }
    }
    for (; i < to; i++) {
      values[i] = base + get(array, start, (long) (i - from) * width, width);
    }
  }

  /** The number that begins at bit {@code bit} after byte {@code start}. */
  static long get(byte[] array, int start, long bit, int width) {
    int at = start + (int) (bit >>> 3);
    int shift = (int) bit & 7;
    long mask = -1L >>> (Long.SIZE - width);
    if (at > array.length - Long.BYTES) {
      return slow(array, at, shift, width) & mask;
    }
    long value = (long) LONGS.get(array, at) >>> shift;
    if (width + shift > Long.SIZE) {
      value |= (array[at + Long.BYTES] & 0xffL) << (Long.SIZE - shift);
    }
    return value & mask;
  }

  private static long slow(byte[] array, int at, int shift, int width) {
    long value = 0;
    int have = -shift;
    for (int i = at; have < width; i++, have += Byte.SIZE) {
      long next = array[i] & 0xffL;
      value |= have < 0 ? next >>> -have : next << have;
    }
    return value;
  }

  private BitPacking() {}
}
