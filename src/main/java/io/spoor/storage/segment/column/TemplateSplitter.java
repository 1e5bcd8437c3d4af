// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import java.util.Arrays;

/**
 * Splits text into its {@link Template} and the numbers that its runs of digits are: always in the
 * same way, so that equal text has equal parts. Reused; not thread-safe.
 *
 * <p>Cut out are UUIDs; lower-case hex of at least 8 digits, letters among them; and at least 4
 * decimal digits. Longer runs are cut into several.
 */
// Hot path: nearly unique values are taken apart here.
final class TemplateSplitter {
  static final int MAX_VALUE_BYTES = 16 << 10; // longer text hardly is of a few shapes
  private static final int MIN_DECIMALS = 4;
  private static final int MIN_HEX = 8;
  private static final byte DIGIT = 1;
  private static final byte LETTER = 2; // a to f
  private static final byte[] CLASSES = classes();

  private byte[] template = new byte[256];
  private int templateLength;
  private long[] numbers = new long[16];
  private int[] widths = new int[16];
  private int[] places = new int[16]; // where each number begins in the value
  private int[] digits = new int[16]; // of each decimal number
  private int count;

  private byte[] value = {};
  private int start;
  private int end;
  private boolean onlyDecimals; // no other runs, and no part is unknown

  private static byte[] classes() {
    byte[] classes = new byte[256];
    Arrays.fill(classes, '0', '9' + 1, DIGIT);
    Arrays.fill(classes, 'a', 'f' + 1, LETTER);
    return classes;
  }

  /**
   * Whether the value has the template of the one before, as most have: then its numbers replace
   * the former ones. When each decimal digit stands where one stood before, and all else is equal,
   * then both values are cut at the same places.
   */
  boolean splitAgain(byte[] array, int offset, int length) {
    if (!onlyDecimals || length != end - start) {
      return false;
    }
    int at = 0;
    for (int i = 0; i < count; i++) {
      int place = places[i];
      long number = Decimals.parse(array, offset + place, digits[i]);
      if (number < 0 || !isSame(array, offset, at, place)) {
        onlyDecimals = false; // until the next split
        return false;
      }
      numbers[i] = number;
      at = place + digits[i];
    }
    if (!isSame(array, offset, at, length)) {
      onlyDecimals = false;
      return false;
    }
    return true;
  }

  private boolean isSame(byte[] array, int offset, int from, int to) {
    return Arrays.equals(array, offset + from, offset + to, value, start + from, start + to);
  }

  /** False, and nothing is known, when the value is too long. */
  boolean split(byte[] array, int offset, int length) {
    onlyDecimals = false;
    if (length > MAX_VALUE_BYTES) {
      return false;
    }
    if (template.length < 2 * length) {
      template = new byte[2 * length]; // as many as escapes need
    }
    templateLength = 0;
    count = 0;
    value = array;
    start = offset;
    end = offset + length;
    onlyDecimals = true;
    int at = offset;
    while (at < end) {
      byte next = array[at];
      if (CLASSES[next & 0xff] == 0) {
        literal(next);
        at++;
        continue;
      }
      int seen = 0;
      int from = at;
      do {
        seen |= CLASSES[array[at] & 0xff];
        at++;
      } while (at < end && CLASSES[array[at] & 0xff] != 0);
      if (at - from < MIN_DECIMALS) { // most runs are the odd letter of a word
        System.arraycopy(array, from, template, templateLength, at - from);
        templateLength += at - from;
      } else {
        at = run(from, at, seen & LETTER);
      }
    }
    return true;
  }

  /** Takes a run of hex digits that is long enough for numbers; returns where it ends. */
  private int run(int from, int to, int letters) {
    if (to - from == 8 && isUuid(from)) {
      uuid(from);
      return from + Template.UUID_LENGTH;
    }
    if (letters == 0) {
      decimals(from, to);
    } else if (to - from >= MIN_HEX) {
      hex(from, to);
    } else {
      mixed(from, to);
    }
    return to;
  }

  private boolean isUuid(int from) {
    int to = from + Template.UUID_LENGTH;
    if (to > end || (to < end && CLASSES[value[to] & 0xff] != 0)) {
      return false;
    }
    for (int i = 8; i < Template.UUID_LENGTH; i++) {
      byte next = value[from + i];
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? next != '-' : CLASSES[next & 0xff] == 0) {
        return false;
      }
    }
    return true;
  }

  private void uuid(int from) {
    long high = hexNumber(hexNumber(hexNumber(0, from, 8), from + 9, 4), from + 14, 4);
    long low = hexNumber(hexNumber(0, from + 19, 4), from + 24, 12);
    onlyDecimals = false;
    placeholder(Template.UUID);
    number(high, Long.SIZE, from, 0);
    number(low, Long.SIZE, from, 0);
  }

  private void hex(int from, int to) {
    onlyDecimals = false;
    for (int at = from; at < to; at += Template.MAX_HEX) {
      int length = Math.min(Template.MAX_HEX, to - at);
      placeholder(Template.HEX + length);
      number(hexNumber(0, at, length), 4 * length, at, 0);
    }
  }

  /** Letters and decimal digits, too few to be a hex number. */
  private void mixed(int from, int to) {
    int at = from;
    while (at < to) {
      if (CLASSES[value[at] & 0xff] == LETTER) {
        literal(value[at++]);
      } else {
        int start = at;
        while (at < to && CLASSES[value[at] & 0xff] == DIGIT) {
          at++;
        }
        decimals(start, at);
      }
    }
  }

  private void decimals(int from, int to) {
    if (to - from < MIN_DECIMALS) {
      for (int i = from; i < to; i++) {
        literal(value[i]);
      }
      return;
    }
    for (int at = from; at < to; at += Template.MAX_DECIMALS) {
      int length = Math.min(Template.MAX_DECIMALS, to - at);
      placeholder(length);
      number(Decimals.parse(value, at, length), Template.bits(length), at, length);
    }
  }

  private long hexNumber(long before, int from, int length) {
    long number = before;
    for (int i = from; i < from + length; i++) {
      number = number << 4 | (value[i] <= '9' ? value[i] - '0' : value[i] - 'a' + 10);
    }
    return number;
  }

  private void literal(byte next) {
    template[templateLength++] = next;
    if (next == Template.ESCAPE) {
      template[templateLength++] = Template.LITERAL;
    }
  }

  private void placeholder(int code) {
    template[templateLength++] = Template.ESCAPE;
    template[templateLength++] = (byte) code;
  }

  private void number(long number, int width, int at, int length) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * count);
      widths = Arrays.copyOf(widths, 2 * count);
      places = Arrays.copyOf(places, 2 * count);
      digits = Arrays.copyOf(digits, 2 * count);
    }
    numbers[count] = number;
    places[count] = at - start;
    digits[count] = length;
    widths[count++] = width;
  }

  /** The template of the last value, from 0 to {@link #templateLength}. */
  byte[] template() {
    return template;
  }

  int templateLength() {
    return templateLength;
  }

  /** Number of its numbers. */
  int count() {
    return count;
  }

  long number(int index) {
    return numbers[index];
  }

  /** Bits of a number. */
  int width(int index) {
    return widths[index];
  }
}
