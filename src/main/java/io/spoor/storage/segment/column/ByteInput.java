// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads bytes of a page, little-endian, and checks every bound. Not thread-safe.
 *
 * <p>All methods throw {@link CorruptDataException} where the bytes end too early or make no sense.
 */
public final class ByteInput {
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LAST_VARINT_SHIFT = 63;

  private final byte[] array;
  private final int to;
  private int position;

  /** Reads the whole array, which is not copied. */
  public ByteInput(byte[] array) {
    this(array, 0, array.length);
  }

  /** Reads {@code array[from, to)}, which is not copied. */
  public ByteInput(byte[] array, int from, int to) {
    this.position = Objects.checkFromToIndex(from, to, array.length);
    this.array = array;
    this.to = to;
  }

  /** Bytes not read yet. */
  public int remaining() {
    return to - position;
  }

  /** Where the next byte stands in {@link #array}. */
  public int position() {
    return position;
  }

  /** The array that is read. Shared: never write to it. */
  public byte[] array() {
    return array;
  }

  /** A byte, 0 to 255. */
  public int getByte() throws CorruptDataException {
    return array[take(1)] & 0xff;
  }

  /** Two bytes, 0 to 65,535. */
  public int getShort() throws CorruptDataException {
    return (short) SHORTS.get(array, take(Short.BYTES)) & 0xffff;
  }

  /** Four bytes, signed. */
  public int getInt() throws CorruptDataException {
    return (int) INTS.get(array, take(Integer.BYTES));
  }

  /** Eight bytes, signed. */
  public long getLong() throws CorruptDataException {
    return (long) LONGS.get(array, take(Long.BYTES));
  }

  /** An unsigned number as LEB128. */
  public long getVarint() throws CorruptDataException {
    long value = 0;
    for (int shift = 0; shift <= LAST_VARINT_SHIFT; shift += 7) {
      int next = getByte();
      if (shift == LAST_VARINT_SHIFT && next > 1) {
        break;
      }
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new CorruptDataException("a number has more than 64 bits, before offset " + position);
  }

  /** A signed number that {@link ByteOutput#putZigzag} wrote. */
  public long getZigzag() throws CorruptDataException {
    long value = getVarint();
    return value >>> 1 ^ -(value & 1);
  }

  /** A LEB128 number between 0 and {@code max}: what one allocates for. */
  public int getCount(int max) throws CorruptDataException {
    long count = getVarint();
    if (count < 0 || count > max) {
      throw new CorruptDataException(
          "a count is "
              + Long.toUnsignedString(count)
              + ", the limit "
              + max
              + ", before offset "
              + position);
    }
    return (int) count;
  }

  /** A copy of the next {@code length} bytes. */
  public byte[] getBytes(int length) throws CorruptDataException {
    int from = take(length);
    return Arrays.copyOfRange(array, from, from + length);
  }

  /** The next {@code length} bytes as an input of their own; they count as read here. */
  public ByteInput slice(int length) throws CorruptDataException {
    int from = take(length);
    return new ByteInput(array, from, from + length);
  }

  /** All that is not read yet as an input of its own; here it stays unread. */
  public ByteInput rest() {
    return new ByteInput(array, position, to);
  }

  /** Leaves out the next {@code length} bytes. */
  public void skip(int length) throws CorruptDataException {
    take(length);
  }

  /** The position of {@code length} bytes, which count as read. */
  private int take(int length) throws CorruptDataException {
    if (length < 0 || length > to - position) {
      throw new CorruptDataException(
          "no " + length + " bytes at offset " + position + ", the end is " + to);
    }
    int at = position;
    position += length;
    return at;
  }
}
