// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/** Hexadecimal form of 64-bit numbers. */
public final class Hex {
  private static final char[] DIGITS = "0123456789abcdef".toCharArray();

  /** Formats as exactly 16 lower-case digits. */
  public static String format(long value) {
    char[] digits = new char[16];
    for (int i = 15; i >= 0; i--) {
      digits[i] = DIGITS[(int) (value >>> ((15 - i) * 4)) & 15];
    }
    return new String(digits);
  }

  /**
   * Parses the digits in {@code [start, end)}, at most 16 of them, of either case; none is zero.
   *
   * @throws IllegalArgumentException for any other character
   */
  public static long parse(CharSequence text, int start, int end) {
    long value = 0;
    for (int i = start; i < end; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0 || text.charAt(i) > 'f') {
        throw new IllegalArgumentException("not a hexadecimal digit at position " + i);
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private Hex() {}
}
