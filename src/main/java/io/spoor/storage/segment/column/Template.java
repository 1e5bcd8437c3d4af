// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import java.util.Arrays;

/**
 * Text whose long runs of digits are cut out. All values of a template have the same length and the
 * same bits of digits.
 *
 * <p>As text of the dictionary, a run is the byte {@link #ESCAPE} and a code: the number of decimal
 * digits, {@link #HEX} and the number of hex digits, or {@link #UUID}. The byte itself is followed
 * by {@link #LITERAL}.
 */
// Hot path: nearly unique values are rebuilt here.
final class Template {
  static final byte ESCAPE = 1;
  static final int LITERAL = 0;
  static final int MAX_DECIMALS = 18; // below 2^60
  static final int HEX = 0x20;
  static final int MAX_HEX = 16;
  static final int UUID = 0x40;
  static final int UUID_LENGTH = 36;

  private static final byte[] HEX_DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };
  private static final int[] DECIMAL_BITS = decimalBits();

  private final byte[] text; // of a value's length, with nothing where runs are
  private final int[] places; // of runs in the value
  private final int[] runs; // codes
  private final int bits;

  private Template(byte[] text, int[] places, int[] runs, int bits) {
    this.text = text;
    this.places = places;
    this.runs = runs;
    this.bits = bits;
  }

  /** Reads string {@code id} of the dictionary as a template. */
  static Template of(Dictionary dictionary, int id) throws CorruptDataException {
    byte[] source = dictionary.array();
    int from = dictionary.offset(id);
    int end = from + dictionary.length(id);
    ByteOutput text = new ByteOutput(64);
    int[] places = new int[(end - from) / 2];
    int[] runs = new int[places.length];
    int count = 0;
    int bits = 0;
    int at = from;
    while (at < end) {
      byte next = source[at++];
      if (next != ESCAPE) {
        text.putByte(next);
        continue;
      }
      int code = at < end ? source[at++] : -1;
      if (code == LITERAL) {
        text.putByte(ESCAPE);
        continue;
      }
      int length = length(code);
      places[count] = text.size();
      runs[count++] = code;
      bits += bits(code);
      for (int i = 0; i < length; i++) {
        text.putByte('-'); // stays where a UUID has it
      }
    }
    return new Template(
        text.toArray(), Arrays.copyOf(places, count), Arrays.copyOf(runs, count), bits);
  }

  private static int length(int code) throws CorruptDataException {
    if (code > 0 && code <= MAX_DECIMALS) {
      return code;
    }
    if (code > HEX && code <= HEX + MAX_HEX) {
      return code - HEX;
    }
    if (code == UUID) {
      return UUID_LENGTH;
    }
    throw new CorruptDataException("no such run of digits: " + code);
  }

  /** Bits that a run takes: 128 as two numbers, up to 64 as one. */
  static int bits(int code) {
    if (code == UUID) {
      return 2 * Long.SIZE;
    }
    return code > HEX ? 4 * (code - HEX) : DECIMAL_BITS[code];
  }

  private static int[] decimalBits() {
    int[] bits = new int[MAX_DECIMALS + 1];
    long power = 1;
    for (int digits = 1; digits <= MAX_DECIMALS; digits++) {
      power *= 10;
      bits[digits] = Long.SIZE - Long.numberOfLeadingZeros(power - 1);
    }
    return bits;
  }

  /** Bits of the digits of a value. */
  int bits() {
    return bits;
  }

  /** Bytes of a value. */
  int length() {
    return text.length;
  }

  /** Writes the value whose digits begin at bit {@code bit} after byte {@code start}. */
  void write(byte[] digits, int start, long bit, byte[] target) {
    System.arraycopy(text, 0, target, 0, text.length);
    long at = bit;
    for (int i = 0; i < runs.length; i++) {
      int code = runs[i];
      if (code == UUID) {
        writeUuid(
            BitPacking.get(digits, start, at, Long.SIZE),
            BitPacking.get(digits, start, at + Long.SIZE, Long.SIZE),
            target,
            places[i]);
      } else {
        long number = BitPacking.get(digits, start, at, bits(code));
        if (code > HEX) {
          writeHex(number, target, places[i], code - HEX);
        } else {
          writeDecimal(number, target, places[i], code);
        }
      }
      at += bits(code);
    }
  }

  private static void writeDecimal(long number, byte[] target, int at, int digits) {
    long rest = number;
    for (int i = at + digits - 1; i >= at; i--) {
      long tenth = rest / 10;
      target[i] = (byte) ('0' + (rest - tenth * 10));
      rest = tenth;
    }
  }

  private static void writeHex(long number, byte[] target, int at, int digits) {
    for (int i = 0; i < digits; i++) {
      target[at + i] = HEX_DIGITS[(int) (number >>> (4 * (digits - 1 - i))) & 15];
    }
  }

  private static void writeUuid(long high, long low, byte[] target, int at) {
    writeHex(high >>> 32, target, at, 8);
    writeHex(high >>> 16, target, at + 9, 4);
    writeHex(high, target, at + 14, 4);
    writeHex(low >>> 48, target, at + 19, 4);
    writeHex(low, target, at + 24, 12);
  }
}
