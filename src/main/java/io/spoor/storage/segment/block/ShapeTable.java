// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.storage.segment.column.ByteOutput;
import io.spoor.storage.segment.column.LongColumn;
import java.util.Arrays;

/**
 * The distinct shapes of a level: sequences of slots, where a slot is one more than the number of a
 * value column, or 0 for overflow. Reused from group to group; not thread-safe.
 */
// Hot path: looked up for every span of a block that is written.
final class ShapeTable {
  private static final int MAX_PROBES = 64; // more is malice: then a shape may stand there twice
  private static final int INITIAL_PLACES = 256;
  private static final int KEPT = 1 << 16;

  private int[] slots = new int[256];
  private int[] starts = new int[64]; // of shapes in slots, one more than there are
  private int[] hashes = new int[64];
  private int[] table = new int[INITIAL_PLACES]; // shape + 1, 0 where free
  private int count;
  private int end; // of the shape under way
  private int hash;

  void append(int slot) {
    if (end == slots.length) {
      slots = Arrays.copyOf(slots, end * 2);
    }
    slots[end++] = slot;
    hash = (hash + slot) * 0x9E3779B1;
  }

  /** Ends the shape under way; returns its number. */
  int finish() {
    int mixed = hash ^ hash >>> 15;
    hash = 0;
    int mask = table.length - 1;
    int place = mixed & mask;
    for (int probes = 0; probes < MAX_PROBES && table[place] != 0; probes++) {
      int shape = table[place] - 1;
      if (hashes[shape] == mixed && isUnderWay(shape)) {
        end = starts[count];
        return shape;
      }
      place = place + 1 & mask;
    }
    return add(mixed, place);
  }

  /** Where the slots of a shape start in {@link #slots}. */
  int start(int shape) {
    return starts[shape];
  }

  /** The slots of all shapes. Shared, and replaced when it grows. */
  int[] slots() {
    return slots;
  }

  private boolean isUnderWay(int shape) {
    int from = starts[count];
    return Arrays.equals(slots, starts[shape], starts[shape + 1], slots, from, end);
  }

  private int add(int mixed, int place) {
    int shape = count++;
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      hashes = Arrays.copyOf(hashes, count * 2);
    }
    starts[count] = end;
    hashes[shape] = mixed;
    if (table[place] == 0) {
      table[place] = shape + 1;
    }
    if (count * 2 > table.length) {
      rehash();
    }
    return shape;
  }

  private void rehash() {
    table = new int[table.length * 4];
    int mask = table.length - 1;
    for (int shape = 0; shape < count; shape++) {
      int place = hashes[shape] & mask;
      for (int probes = 0; probes < MAX_PROBES && table[place] != 0; probes++) {
        place = place + 1 & mask;
      }
      if (table[place] == 0) {
        table[place] = shape + 1;
      }
    }
  }

  /** Whether there is nothing to write: no owner has an attribute. */
  boolean isEmpty() {
    return count <= 1 && end == 0;
  }

  /** Number of the shapes, their lengths, their slots. */
  void encode(ByteOutput target) {
    long[] lengths = new long[count];
    for (int shape = 0; shape < count; shape++) {
      lengths[shape] = (long) starts[shape + 1] - starts[shape];
    }
    long[] all = new long[end];
    for (int i = 0; i < end; i++) {
      all[i] = slots[i];
    }
    target.putVarint(count);
    LongColumn.encode(lengths, count, target);
    LongColumn.encode(all, end, target);
  }

  void clear() {
    count = 0;
    end = 0;
    hash = 0;
    if (slots.length > KEPT) {
      slots = new int[256];
    }
    if (table.length > INITIAL_PLACES) {
      table = new int[INITIAL_PLACES];
    } else {
      Arrays.fill(table, 0);
    }
  }
}
