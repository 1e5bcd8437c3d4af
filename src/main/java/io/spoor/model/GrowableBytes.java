// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.Arrays;

/** A growing column of bytes, reused from batch to batch. Not thread-safe. */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class GrowableBytes {
  private byte[] values = new byte[256];
  private int size;

  void add(byte value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  void addAll(byte[] source, int offset, int length) {
    if (values.length - size < length) {
      values = Arrays.copyOf(values, Math.max(values.length * 2, size + length));
    }
    System.arraycopy(source, offset, values, size, length);
    size += length;
  }

  byte get(int index) {
    return values[index];
  }

  byte[] array() {
    return values;
  }

  int size() {
    return size;
  }

  void set(int index, byte value) {
    values[index] = value;
  }

  void truncate(int newSize) {
    size = newSize;
  }

  void clear() {
    size = 0;
  }

  int capacityBytes() {
    return values.length;
  }

  byte[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
