// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

/** A few distinct numbers. Reused; not thread-safe. */
// Hot path: asked for every number of a block that is written.
final class LongSet {
  private static final int MAX = GroupObserver.MAX_VALUES;

  private static final int PLACES = 4 * MAX;

  private final long[] values = new long[MAX];
  private final int[] table = new int[PLACES]; // index + 1 of a value, 0 where free
  private final int[] placeOf = new int[MAX];
  private int size;

  private boolean isFull; // a number found no room

  /** Whether the number was there; adds it if there is room. */
  boolean contains(long value) {
    int place = (int) ((value * 0x9E3779B97F4A7C15L) >>> 32) & (PLACES - 1);
    while (table[place] != 0) {
      if (values[table[place] - 1] == value) {
        return true;
      }
      place = (place + 1) & (PLACES - 1);
    }
    if (size < MAX) {
      values[size] = value;
      placeOf[size] = place;
      table[place] = ++size;
    } else {
      isFull = true;
    }
    return false;
  }

  /** Whether a number found no room. */
  boolean isFull() {
    return isFull;
  }

  int size() {
    return size;
  }

  long get(int index) {
    return values[index];
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      table[placeOf[i]] = 0;
    }
    size = 0;
    isFull = false;
  }
}
