// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import io.spoor.model.AttributeType;
import java.nio.charset.StandardCharsets;

/** Tells what a text is written like: a whole number, a decimal one, true or false. */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class TypedText {
  private static final int SAFE_DIGITS = 18;
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

  private long value;

  /** The type; {@code STRING} for everything else. */
  AttributeType parse(byte[] text, int offset, int length) {
    if (isAscii(TRUE, text, offset, length)) {
      value = 1;
      return AttributeType.BOOL;
    }
    if (isAscii(FALSE, text, offset, length)) {
      value = 0;
      return AttributeType.BOOL;
    }
    return parseNumber(text, offset, length);
  }

  /** The type; {@code STRING} for what is no number, or too large for one. */
  AttributeType parseNumber(byte[] text, int offset, int length) {
    int end = offset + length;
    int start = length > 0 && text[offset] == '-' ? offset + 1 : offset;
    int integral = afterDigits(text, start, end);
    if (integral == start) {
      return AttributeType.STRING;
    }
    if (integral == end) {
      return whole(text, offset, length);
    }
    int fraction = integral + 1;
    if (text[integral] != '.' || fraction == end || afterDigits(text, fraction, end) != end) {
      return AttributeType.STRING;
    }
    value = Double.doubleToRawLongBits(Double.parseDouble(ascii(text, offset, length)));
    return AttributeType.DOUBLE;
  }

  private AttributeType whole(byte[] text, int offset, int length) {
    if (length <= SAFE_DIGITS) {
      boolean negative = text[offset] == '-';
      long number = 0;
      for (int i = negative ? offset + 1 : offset; i < offset + length; i++) {
        number = number * 10 + (text[i] - '0');
      }
      value = negative ? -number : number;
      return AttributeType.INT;
    }
    try {
      value = Long.parseLong(ascii(text, offset, length));
      return AttributeType.INT;
    } catch (NumberFormatException expected) { // beyond 64 bits
      return AttributeType.STRING;
    }
  }

  private static int afterDigits(byte[] text, int start, int end) {
    int at = start;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at;
  }

  private static String ascii(byte[] text, int offset, int length) {
    return new String(text, offset, length, StandardCharsets.ISO_8859_1);
  }

  /** The value as a column has it; not for {@code STRING}. */
  long value() {
    return value;
  }

  /** Whether a text is this one, which is of lower-case letters, in either case. */
  static boolean isAscii(byte[] expected, byte[] text, int offset, int length) {
    if (length != expected.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text[offset + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** The same, in either case. */
  static boolean isAnyCase(byte[] expected, byte[] text, int offset, int length) {
    if (length != expected.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if ((text[offset + i] | 0x20) != expected[i]) {
        return false;
      }
    }
    return true;
  }
}
