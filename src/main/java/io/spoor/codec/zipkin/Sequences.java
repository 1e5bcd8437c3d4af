// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import java.util.Arrays;

/**
 * Numbers different sequences of integers, from 0 in the order in which they first come. Not
 * thread-safe; used again from batch to batch.
 */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class Sequences {
  private static final int INITIAL_SLOTS = 64;
  private static final int KEPT_SLOTS = 1 << 14;

  private int[] items = new int[256];
  private int[] starts = new int[INITIAL_SLOTS]; // of each sequence; of the one under way at count
  private int[] slots = new int[INITIAL_SLOTS]; // number + 1, 0 when free
  private int[] hashes = new int[INITIAL_SLOTS];
  private int count;
  private int end;
  private int last;

  void clear() {
    if (slots.length > KEPT_SLOTS) {
      slots = new int[INITIAL_SLOTS];
      starts = new int[INITIAL_SLOTS];
      hashes = new int[INITIAL_SLOTS];
      items = new int[256];
    } else {
      Arrays.fill(slots, 0);
    }
    count = 0;
    end = 0;
    last = 0;
  }

  /** Appends to the sequence under way. */
  void add(int item) {
    if (end == items.length) {
      items = Arrays.copyOf(items, 2 * end);
    }
    items[end++] = item;
  }

  /** Ends the sequence under way: its number, or the complement of it when it is a new one. */
  int number() {
    int start = starts[count];
    if (count > 0 && isEqual(last, start)) {
      end = start;
      return last;
    }
    int hash = hash(start);
    int slot = find(start, hash);
    if (slots[slot] != 0) {
      last = slots[slot] - 1;
      end = start;
      return last;
    }
    slots[slot] = count + 1;
    hashes[count] = hash;
    last = count++;
    if (count + 1 > slots.length / 2) {
      grow();
    }
    starts[count] = end;
    return ~last;
  }

  private int find(int start, int hash) {
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != 0) {
      int known = slots[slot] - 1;
      if (hashes[known] == hash && isEqual(known, start)) {
        return slot;
      }
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private boolean isEqual(int known, int start) {
    return Arrays.equals(items, starts[known], starts[known + 1], items, start, end);
  }

  private int hash(int start) {
    int hash = end - start;
    for (int i = start; i < end; i++) {
      hash = (hash ^ items[i]) * 0x9E3779B1;
      hash ^= hash >>> 15;
    }
    return hash;
  }

  private void grow() {
    int length = 2 * slots.length;
    slots = new int[length];
    starts = Arrays.copyOf(starts, length);
    hashes = Arrays.copyOf(hashes, length);
    for (int number = 0; number < count; number++) {
      int slot = hashes[number] & length - 1;
      while (slots[slot] != 0) {
        slot = slot + 1 & length - 1;
      }
      slots[slot] = number + 1;
    }
  }

  long capacityBytes() {
    return 4L * items.length + 12L * slots.length;
  }
}
