// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import java.util.Arrays;

/** Text without the escapes that JSON had in it, as UTF-8. Not thread-safe. */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class JsonText {
  /** Instead of a position. */
  static final int MALFORMED = -1;

  private static final int INITIAL_BYTES = 256;
  private static final int KEPT_BYTES = 64 << 10;
  private static final int REPLACEMENT = 0xfffd;
  private static final int UNIT_DIGITS = 4;

  private byte[] text = new byte[INITIAL_BYTES];
  private int size;

  void clear() {
    size = 0;
  }

  /** Forgets memory that a large text took. */
  void release() {
    size = 0;
    if (text.length > KEPT_BYTES) {
      text = new byte[INITIAL_BYTES];
    }
  }

  byte[] array() {
    return text;
  }

  int size() {
    return size;
  }

  /** Appends what has no escapes. */
  void append(byte[] bytes, int start, int end) {
    makeRoom(end - start);
    System.arraycopy(bytes, start, text, size, end - start);
    size += end - start;
  }

  /** Appends an escape, on whose first byte after the backslash it stands; returns its end. */
  int appendEscape(byte[] bytes, int at, int limit) {
    int letter = at < limit ? bytes[at] : MALFORMED;
    switch (letter) {
      case '"', '\\', '/' -> append(letter);
      case 'b' -> append('\b');
      case 'f' -> append('\f');
      case 'n' -> append('\n');
      case 'r' -> append('\r');
      case 't' -> append('\t');
      case 'u' -> {
        return appendUnicode(bytes, at + 1, limit);
      }
      default -> {
        return MALFORMED;
      }
    }
    return at + 1;
  }

  private int appendUnicode(byte[] bytes, int at, int limit) {
    int unit = unit(bytes, at, limit);
    if (unit == MALFORMED) {
      return MALFORMED;
    }
    int next = at + UNIT_DIGITS;
    if (Character.isHighSurrogate((char) unit)
        && next + 1 < limit
        && bytes[next] == '\\'
        && bytes[next + 1] == 'u') {
      int low = unit(bytes, next + 2, limit);
      if (low != MALFORMED && Character.isLowSurrogate((char) low)) {
        appendCodePoint(Character.toCodePoint((char) unit, (char) low));
        return next + 2 + UNIT_DIGITS;
      }
    }
    appendCodePoint(Character.isSurrogate((char) unit) ? REPLACEMENT : unit);
    return next;
  }

  private static int unit(byte[] bytes, int at, int limit) {
    if (limit - at < UNIT_DIGITS || !HexBytes.isHex(bytes, at, UNIT_DIGITS)) {
      return MALFORMED;
    }
    return (int) HexBytes.value(bytes, at, UNIT_DIGITS);
  }

  private void appendCodePoint(int codePoint) {
    if (codePoint < 0x80) {
      append(codePoint);
    } else if (codePoint < 0x800) {
      append(0xc0 | codePoint >> 6);
      append(0x80 | (codePoint & 0x3f));
    } else if (codePoint < 0x10000) {
      append(0xe0 | codePoint >> 12);
      append(0x80 | (codePoint >> 6 & 0x3f));
      append(0x80 | (codePoint & 0x3f));
    } else {
      append(0xf0 | codePoint >> 18);
      append(0x80 | (codePoint >> 12 & 0x3f));
      append(0x80 | (codePoint >> 6 & 0x3f));
      append(0x80 | (codePoint & 0x3f));
    }
  }

  private void append(int value) {
    makeRoom(1);
    text[size++] = (byte) value;
  }

  private void makeRoom(int count) {
    if (count > text.length - size) {
      text = Arrays.copyOf(text, Math.max(2 * text.length, size + count));
    }
  }
}
