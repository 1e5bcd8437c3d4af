// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hash of a byte range, eight bytes a step.
 *
 * <p>Each step multiplies by the golden ratio and folds the high half down, so that every input bit
 * reaches the low bits that a table index uses, the last one by a multiplication of its own. Not
 * for anything that an attacker must not guess: tables that use it are bounded by the size of one
 * request.
 */
// Hot path: see docs/adr/0002-columns-at-the-door.md
public final class ByteHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long FINISH = 0xD6E8FEB86659FD93L;

  /** Hash of {@code bytes[offset, offset + length)}. */
  public static int of(byte[] bytes, int offset, int length) {
    long hash = length * GOLDEN;
    int at = offset;
    int end = offset + length;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      hash = mix(hash ^ (long) LONGS.get(bytes, at));
    }
    if (at < end) {
      hash = mix(hash ^ tail(bytes, offset, at, end));
    }
    return (int) ((hash * FINISH) >>> 32); // not folded again: that would undo the last step's fold
  }

  /** One step: spreads a value over all 64 bits. */
  static long mix(long value) {
    long product = value * GOLDEN;
    return product ^ product >>> 32;
  }

  private static long tail(byte[] bytes, int offset, int at, int end) {
    if (end - offset >= Long.BYTES) {
      return (long) LONGS.get(bytes, end - Long.BYTES); // overlaps what was read: still a function
    }
    long value = 0;
    for (int i = at; i < end; i++) {
      value = value << 8 | (bytes[i] & 0xff);
    }
    return value;
  }

  private ByteHash() {}
}
