// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.BitSet;

/** Looks for a number in what {@link LongColumn} wrote, without building the column. */
// Hot path: a search asks every row group that it cannot leave out.
public final class LongSearch {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH_BYTE = 0x0101010101010101L;
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
  private static final long GATHER = 0x0102040810204080L; // the lowest bit of each byte, to the top
  private static final int MAX_BYTE = 0xff;

  /** Sets the bit of each of {@code count} positions whose value is this one. */
  public static void find(ByteInput source, int count, long wanted, BitSet positions)
      throws CorruptDataException {
    int kind = source.getByte();
    switch (kind) {
      case LongColumn.CONSTANT -> {
        if (source.getZigzag() == wanted) {
          positions.set(0, count);
        }
      }
      case LongColumn.PACKED -> inPacked(source, count, wanted, positions);
      case LongColumn.BYTES -> inBytes(source, count, wanted, positions);
      case LongColumn.RAW -> inRaw(source, count, wanted, positions);
      case LongColumn.FEW -> inFew(source, count, wanted, positions);
      default -> throw new CorruptDataException("no such kind of numbers: " + kind);
    }
  }

  private static void inPacked(ByteInput source, int count, long wanted, BitSet positions)
      throws CorruptDataException {
    long[] frame = new long[LongColumn.FRAME];
    for (int from = 0; from < count; from += LongColumn.FRAME) {
      int size = Math.min(LongColumn.FRAME, count - from);
      long min = source.getZigzag();
      int width = source.getByte();
      if (width > Long.SIZE) {
        throw new CorruptDataException("packed numbers of " + width + " bits");
      }
      int at = source.position();
      source.skip((int) BitPacking.bytes(size, width));
      if (width < Long.SIZE && (wanted - min) >>> width != 0) {
        continue; // not in this frame: differences may wrap, and are unsigned
      }
      if (width == 0) {
        positions.set(from, from + size);
        continue;
      }
      BitPacking.get(source.array(), at, width, min, frame, 0, size);
      for (int i = 0; i < size; i++) {
        if (frame[i] == wanted) {
          positions.set(from + i);
        }
      }
    }
  }

  private static void inBytes(ByteInput source, int count, long wanted, BitSet positions)
      throws CorruptDataException {
    if (wanted < 0 || wanted > MAX_BYTE) {
      return;
    }
    byte[] bytes = Compression.get(source, count);
    if (bytes.length != count) {
      throw new CorruptDataException(bytes.length + " values instead of " + count);
    }
    positions.or(BitSet.valueOf(equalTo(bytes, (byte) wanted)));
  }

  /** A bit for each byte, whether it is this one. */
  static long[] equalTo(byte[] bytes, byte wanted) {
    long[] found = new long[(bytes.length + Long.SIZE - 1) / Long.SIZE];
    long pattern = (wanted & 0xffL) * EACH_BYTE;
    int at = 0;
    for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
      long differs = (long) LONGS.get(bytes, at) ^ pattern;
      long isZero = ~(((differs & LOW_BITS) + LOW_BITS) | differs | LOW_BITS) >>> 7; // by byte
      found[at >>> 6] |= ((isZero * GATHER) >>> 56) << (at & 63);
    }
    for (; at < bytes.length; at++) {
      if (bytes[at] == wanted) {
        found[at >>> 6] |= 1L << at;
      }
    }
    return found;
  }

  private static void inFew(ByteInput source, int count, long wanted, BitSet positions)
      throws CorruptDataException {
    long[] distinct = new long[source.getByte()];
    for (int code = 0; code < distinct.length; code++) {
      distinct[code] = source.getZigzag();
    }
    for (int code = 0; code < distinct.length; code++) {
      if (distinct[code] == wanted) {
        inBytes(source, count, code, positions);
        return;
      }
    }
  }

  private static void inRaw(ByteInput source, int count, long wanted, BitSet positions)
      throws CorruptDataException {
    ByteInput values = source.slice(Math.multiplyExact(count, Long.BYTES));
    for (int i = 0; i < count; i++) {
      if (values.getLong() == wanted) {
        positions.set(i);
      }
    }
  }

  private LongSearch() {}
}
