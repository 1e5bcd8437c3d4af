// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A growing column of ints, reused from batch to batch. Not thread-safe. */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class GrowableInts {
  private int[] values = new int[64];
  private int size;
  private int seen; // all values ever added since clear(), or-ed: zero means an all-zero column

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
    seen |= value;
  }

  int get(int index) {
    return values[index];
  }

  void set(int index, int value) {
    values[index] = value;
    seen |= value;
  }

  int size() {
    return size;
  }

  void truncate(int newSize) {
    size = newSize;
  }

  void clear() {
    size = 0;
    seen = 0;
  }

  int capacityBytes() {
    return values.length * Integer.BYTES;
  }

  int[] toArray() {
    return Arrays.copyOf(values, size);
  }

  /** The column, or null when every value is zero. */
  int @Nullable [] toSparseArray() {
    return seen == 0 ? null : toArray();
  }
}
