// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import java.util.Arrays;

/** Ids in hexadecimal text of either case, of 1 to 32 digits; missing ones on the left are zero. */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class HexBytes {
  /** Digits of 64 bits. */
  static final int DIGITS = 16;

  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < DIGITS; i++) {
      VALUES["0123456789abcdef".charAt(i)] = (byte) i;
      VALUES["0123456789ABCDEF".charAt(i)] = (byte) i;
    }
  }

  private HexBytes() {}

  /** Value of a digit, or -1. */
  static int digit(byte character) {
    return character < 0 ? -1 : VALUES[character];
  }

  /** Whether there is nothing but digits. */
  static boolean isHex(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (digit(bytes[i]) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The value of up to 16 digits, which are known to be such. */
  static long value(byte[] bytes, int offset, int length) {
    long value = 0;
    for (int i = offset; i < offset + length; i++) {
      value = value << 4 | VALUES[bytes[i]];
    }
    return value;
  }
}
