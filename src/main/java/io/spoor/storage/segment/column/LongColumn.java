// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import java.util.Arrays;

/**
 * Whole numbers as bytes: the smallest of constant, packed in small frames of reference, one byte
 * each and compressed, or as they are. Says itself which it chose. Thread-safe.
 *
 * <pre>
 * kind (1 byte)
 * CONSTANT: value (zigzag varint)
 * PACKED:   for each 128 values: least value (zigzag varint) | bits (1 byte) | packed differences
 * BYTES:    one byte each, as {@link Compression} writes them
 * RAW:      8 bytes each
 * FEW:      number of distinct values (1 byte) | each (zigzag varint) | their numbers, like BYTES
 * </pre>
 */
// Hot path: every column of numbers passes here.
public final class LongColumn {
  static final int CONSTANT = 0;
  static final int PACKED = 1;
  static final int BYTES = 2;
  static final int RAW = 3;
  static final int FEW = 4;

  static final int FRAME = 128;
  private static final int MAX_FEW = 16;
  private static final int MIN_COMPRESSED = 64; // values: fewer are packed without a trial

  /** Appends the encoded form of {@code values[0, count)}. */
  public static void encode(long[] values, int count, ByteOutput target) {
    int start = target.size();
    long or = 0;
    long differs = 0;
    for (int i = 0; i < count; i++) {
      or |= values[i];
      differs |= values[i] ^ values[0];
    }
    if (differs == 0) {
      target.putByte(CONSTANT);
      target.putZigzag(count == 0 ? 0 : values[0]);
      return;
    }
    putPacked(values, count, target);
    int packed = target.size() - start;
    if (count >= MIN_COMPRESSED && or >>> Byte.SIZE == 0) {
      putBytes(values, count, target);
      keepSmaller(start, packed, target);
    } else if (count >= MIN_COMPRESSED && putFew(values, count, target)) {
      keepSmaller(start, packed, target);
    } else if (packed > count * (long) Long.BYTES) {
      target.truncate(start);
      putRaw(values, count, target);
    }
  }

  private static void putPacked(long[] values, int count, ByteOutput target) {
    target.putByte(PACKED);
    for (int from = 0; from < count; from += FRAME) {
      int to = Math.min(from + FRAME, count);
      long min = values[from];
      long max = min;
      for (int i = from + 1; i < to; i++) {
        min = Math.min(min, values[i]);
        max = Math.max(max, values[i]);
      }
      int width = Long.SIZE - Long.numberOfLeadingZeros(max - min); // may wrap: then unsigned
      target.putZigzag(min);
      target.putByte(width);
      if (width > 0) {
        BitPacking.put(values, from, to, min, width, target);
      }
    }
  }

  private static void putBytes(long[] values, int count, ByteOutput target) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) values[i];
    }
    target.putByte(BYTES);
    Compression.put(bytes, 0, count, target);
  }

  /** False, and nothing is appended, when there are too many distinct values. */
  private static boolean putFew(long[] values, int count, ByteOutput target) {
    long[] distinct = new long[MAX_FEW];
    int size = 0;
    byte[] codes = new byte[count];
    for (int i = 0; i < count; i++) {
      int code = 0;
      while (code < size && distinct[code] != values[i]) {
        code++;
      }
      if (code == MAX_FEW) {
        return false;
      }
      if (code == size) {
        distinct[size++] = values[i];
      }
      codes[i] = (byte) code;
    }
    target.putByte(FEW);
    target.putByte(size);
    for (int code = 0; code < size; code++) {
      target.putZigzag(distinct[code]);
    }
    Compression.put(codes, 0, count, target);
    return true;
  }

  /** Of two forms, the first of which has so many bytes, keeps one. */
  private static void keepSmaller(int start, int firstLength, ByteOutput target) {
    int other = start + firstLength;
    int length = target.size() - other;
    if (length < firstLength) {
      System.arraycopy(target.array(), other, target.array(), start, length);
      target.truncate(start + length);
    } else {
      target.truncate(other);
    }
  }

  private static void putRaw(long[] values, int count, ByteOutput target) {
    target.putByte(RAW);
    for (int i = 0; i < count; i++) {
      target.putLong(values[i]);
    }
  }

  /**
   * Reads {@code count} values. What {@code count} may be is the caller's to bound: that many are
   * allocated.
   */
  public static long[] decode(ByteInput source, int count) throws CorruptDataException {
    int kind = source.getByte();
    return switch (kind) {
      case CONSTANT -> constant(source, count);
      case PACKED -> packed(source, count);
      case BYTES -> bytes(source, count);
      case RAW -> raw(source, count);
      case FEW -> few(source, count);
      default -> throw new CorruptDataException("no such kind of numbers: " + kind);
    };
  }

  private static long[] constant(ByteInput source, int count) throws CorruptDataException {
    long[] values = new long[count];
    Arrays.fill(values, source.getZigzag());
    return values;
  }

  private static long[] packed(ByteInput source, int count) throws CorruptDataException {
    long[] values = new long[count];
    for (int from = 0; from < count; from += FRAME) {
      int to = Math.min(from + FRAME, count);
      long min = source.getZigzag();
      int width = source.getByte();
      if (width > Long.SIZE) {
        throw new CorruptDataException("packed numbers of " + width + " bits");
      }
      int at = source.position();
      source.skip((int) BitPacking.bytes(to - from, width));
      if (width == 0) {
        Arrays.fill(values, from, to, min);
      } else {
        BitPacking.get(source.array(), at, width, min, values, from, to);
      }
    }
    return values;
  }

  private static long[] bytes(ByteInput source, int count) throws CorruptDataException {
    byte[] bytes = Compression.get(source, count);
    if (bytes.length != count) {
      throw new CorruptDataException(bytes.length + " values instead of " + count);
    }
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = bytes[i] & 0xff;
    }
    return values;
  }

  private static long[] few(ByteInput source, int count) throws CorruptDataException {
    long[] distinct = new long[source.getByte()];
    for (int code = 0; code < distinct.length; code++) {
      distinct[code] = source.getZigzag();
    }
    long[] values = bytes(source, count);
    for (int i = 0; i < count; i++) {
      if (values[i] >= distinct.length) {
        throw new CorruptDataException(
            "there is no number " + values[i] + " among " + distinct.length);
      }
      values[i] = distinct[(int) values[i]];
    }
    return values;
  }

  private static long[] raw(ByteInput source, int count) throws CorruptDataException {
    ByteInput bytes = source.slice(Math.multiplyExact(count, Long.BYTES));
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = bytes.getLong();
    }
    return values;
  }

  private LongColumn() {}
}
