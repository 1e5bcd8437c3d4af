// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Decimal digits as numbers, eight digits a step. */
// Hot path: each run of digits passes here.
final class Decimals {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_HALVES = 0xf0f0_f0f0_f0f0_f0f0L;
  private static final long ZEROS = 0x3030_3030_3030_3030L;
  private static final long SIXES = 0x0606_0606_0606_0606L;
  private static final long LOW_OF_PAIRS = 0x0000_00ff_0000_00ffL;
  private static final int EIGHT_DIGITS = 100_000_000;

  /** The number, or -1 if these are not at most 18 digits alone. */
  static long parse(byte[] array, int offset, int digits) {
    long number = 0;
    int at = offset;
    int end = offset + digits;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      long word = (long) LONGS.get(array, at);
      if ((word & HIGH_HALVES) != ZEROS || (word + SIXES & HIGH_HALVES) != ZEROS) {
        return -1;
      }
      number = number * EIGHT_DIGITS + eightDigits(word - ZEROS);
    }
    for (; at < end; at++) {
      int digit = array[at] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** The first digit is in the lowest byte: joins pairs, then fours, then all eight. */
  private static long eightDigits(long digits) {
    long pairs = digits * 10 + (digits >>> 8);
    long first = (pairs & LOW_OF_PAIRS) * (100L + (1_000_000L << 32));
    long second = (pairs >>> 16 & LOW_OF_PAIRS) * (1L + (10_000L << 32));
    return (first + second) >>> 32;
  }

  private Decimals() {}
}
