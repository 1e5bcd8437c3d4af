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
 * </pre>
 */
// Hot path: every column of numbers passes here.
public final class LongColumn {
  private static final int CONSTANT = 0;
  private static final int PACKED = 1;
  private static final int BYTES = 2;
  private static final int RAW = 3;

  private static final int FRAME = 128;
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
    if (or >>> Byte.SIZE == 0 && count >= MIN_COMPRESSED) {
      putBytesIfSmaller(values, count, start, packed, target);
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

  /** Appends the other form, and puts it over the packed one if that is larger. */
  private static void putBytesIfSmaller(
      long[] values, int count, int start, int packed, ByteOutput target) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) values[i];
    }
    int other = target.size();
    target.putByte(BYTES);
    Compression.put(bytes, 0, count, target);
    int length = target.size() - other;
    if (length < packed) {
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
