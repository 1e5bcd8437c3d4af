// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import java.util.Arrays;

/** Rows of the spans of a trace by id: the first row of each. Reused; not thread-safe. */
// Hot path: filled and asked for every span of a block that is written.
final class SpanIdTable {
  private static final int MAX_PROBES = 64; // more is malice: such an id is not found

  private long[] ids = new long[64];
  private int[] rows = new int[64]; // row + 1, 0 where free
  private int mask;

  /** Forgets all, and adds the rows {@code [from, to)}. */
  void fill(LongValues spanIds, int from, int to) {
    reset(to - from);
    for (int row = from; row < to; row++) {
      add(spanIds.get(row), row);
    }
  }

  private void reset(int spans) {
    int places = Math.max(16, Integer.highestOneBit(spans) * 4);
    if (places > rows.length) {
      ids = new long[places];
      rows = new int[places];
    } else {
      Arrays.fill(rows, 0, places, 0);
    }
    mask = places - 1;
  }

  private void add(long id, int row) {
    int place = place(id);
    for (int probes = 0; probes < MAX_PROBES; probes++) {
      if (rows[place] == 0) {
        ids[place] = id;
        rows[place] = row + 1;
        return;
      }
      if (ids[place] == id) {
        return;
      }
      place = place + 1 & mask;
    }
  }

  /** The row, or -1. */
  int find(long id) {
    int place = place(id);
    for (int probes = 0; probes < MAX_PROBES && rows[place] != 0; probes++) {
      if (ids[place] == id) {
        return rows[place] - 1;
      }
      place = place + 1 & mask;
    }
    return -1;
  }

  private int place(long id) {
    long product = id * 0x9E3779B97F4A7C15L;
    return (int) (product >>> 32) & mask;
  }
}
