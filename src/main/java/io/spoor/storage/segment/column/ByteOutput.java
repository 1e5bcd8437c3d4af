// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/** A growing array of bytes, little-endian; reused. Not thread-safe. */
// Hot path: every value of a block passes here.
public final class ByteOutput {
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int INITIAL_BYTES = 256;
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;
  private static final int MAX_VARINT_BYTES = 10;

  private byte[] array;
  private int size;

  /** Begins with little room. */
  public ByteOutput() {
    this(INITIAL_BYTES);
  }

  /** Begins with room for so many bytes. */
  public ByteOutput(int capacity) {
    array = new byte[capacity];
  }

  /** Number of bytes written. */
  public int size() {
    return size;
  }

  /** Forgets what was written; keeps the room. */
  public void clear() {
    size = 0;
  }

  /** Forgets what was written from position {@code newSize} on. */
  public void truncate(int newSize) {
    size = Objects.checkIndex(newSize, size + 1);
  }

  /** The bytes, from 0 to {@link #size}. Another array after more is written. */
  public byte[] array() {
    return array;
  }

  /** A copy of what was written. */
  public byte[] toArray() {
    return Arrays.copyOf(array, size);
  }

  /** Appends the low 8 bits. */
  public void putByte(int value) {
    ensureRoom(1);
    array[size++] = (byte) value;
  }

  /** Appends the low 16 bits. */
  public void putShort(int value) {
    ensureRoom(Short.BYTES);
    SHORTS.set(array, size, (short) value);
    size += Short.BYTES;
  }

  /** Appends 4 bytes. */
  public void putInt(int value) {
    ensureRoom(Integer.BYTES);
    INTS.set(array, size, value);
    size += Integer.BYTES;
  }

  /** Writes over the 4 bytes at position {@code at}. */
  public void setInt(int at, int value) {
    Objects.checkFromIndexSize(at, Integer.BYTES, size);
    INTS.set(array, at, value);
  }

  /** Appends 8 bytes. */
  public void putLong(long value) {
    ensureRoom(Long.BYTES);
    LONGS.set(array, size, value);
    size += Long.BYTES;
  }

  /** Appends an unsigned number as LEB128: 1 to 10 bytes. */
  public void putVarint(long value) {
    ensureRoom(MAX_VARINT_BYTES);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      array[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[size++] = (byte) rest;
  }

  /** Appends a signed number as LEB128, small ones of either sign in few bytes. */
  public void putZigzag(long value) {
    putVarint(value << 1 ^ value >> 63);
  }

  /** Appends {@code source[offset, offset + length)}. */
  public void putBytes(byte[] source, int offset, int length) {
    ensureRoom(length);
    System.arraycopy(source, offset, array, size, length);
    size += length;
  }

  /** Makes room so that {@code bytes} more can be written straight to {@link #array}. */
  void ensureRoom(int bytes) {
    if (bytes > array.length - size) {
      grow(bytes);
    }
  }

  /** Counts bytes as written that were written straight to {@link #array}. */
  void advance(int bytes) {
    size += bytes;
  }

  private void grow(int bytes) {
    long wanted = Math.max(2L * array.length, (long) size + bytes);
    if ((long) size + bytes > MAX_BYTES) {
      throw new OutOfMemoryError("more than 2 GiB in one array");
    }
    array = Arrays.copyOf(array, (int) Math.min(wanted, MAX_BYTES));
  }
}
