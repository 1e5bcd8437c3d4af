// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.Arrays;

/** A growing column of longs, reused from batch to batch. Not thread-safe. */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class GrowableLongs {
  private long[] values = new long[64];
  private int size;

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  long get(int index) {
    return values[index];
  }

  void set(int index, long value) {
    values[index] = value;
  }

  int size() {
    return size;
  }

  void truncate(int newSize) {
    size = newSize;
  }

  void clear() {
    size = 0;
  }

  int capacityBytes() {
    return values.length * Long.BYTES;
  }

  long[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
