// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import java.util.Arrays;

/** A growing column of numbers, reused from group to group. Not thread-safe. */
// Hot path: a few of these for every span of a block that is written.
final class LongValues {
  private static final int KEPT = 1 << 15; // a larger array is not kept from group to group

  private long[] values = new long[64];
  private int count;
  private long seen; // all values, or-ed

  void add(long value) {
    if (count == values.length) {
      values = Arrays.copyOf(values, count * 2);
    }
    values[count++] = value;
    seen |= value;
  }

  long get(int index) {
    return values[index];
  }

  void set(int index, long value) {
    values[index] = value;
    seen |= value;
  }

  int count() {
    return count;
  }

  boolean isAllZero() {
    return seen == 0;
  }

  /** The values, and room for more. */
  long[] array() {
    return values;
  }

  void clear() {
    count = 0;
    seen = 0;
    if (values.length > KEPT) {
      values = new long[64];
    }
  }
}
