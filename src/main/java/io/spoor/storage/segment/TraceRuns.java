// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.ReadMeter;
import io.spoor.storage.segment.block.RowGroup;
import io.spoor.storage.segment.block.RowGroup.TraceRun;
import java.io.IOException;
import java.util.Arrays;

/**
 * Where the traces of several blocks lie: for each run of rows of one trace in one group its id,
 * start and place, in 40 bytes. Not thread-safe.
 */
// Hot path: see docs/adr/0008-write-ahead-log.md
final class TraceRuns {
  private long[] high;
  private long[] low;
  private long[] start; // unsigned; after the sort the earliest of the trace in all blocks
  private long[] place; // input 8 bits, group 24, first row 16, rows 16
  private int size;

  TraceRuns(int expected) {
    int capacity = Math.max(16, expected);
    high = new long[capacity];
    low = new long[capacity];
    start = new long[capacity];
    place = new long[capacity];
  }

  /** Adds the runs of a block. */
  void addAll(int input, Block block) throws IOException {
    for (int group = 0; group < block.groups(); group++) {
      RowGroup opened = block.group(group, ReadMeter.NONE);
      for (TraceRun run : opened.traces()) {
        int rows = run.endRow() - run.firstRow();
        add(
            run.idHigh(),
            run.idLow(),
            run.startUnixNano(),
            ((long) input << 56) | ((long) group << 32) | ((long) run.firstRow() << 16) | rows);
      }
    }
  }

  private void add(long idHigh, long idLow, long startUnixNano, long where) {
    if (size == high.length) {
      int capacity = size + (size >> 1);
      high = Arrays.copyOf(high, capacity);
      low = Arrays.copyOf(low, capacity);
      start = Arrays.copyOf(start, capacity);
      place = Arrays.copyOf(place, capacity);
    }
    high[size] = idHigh;
    low[size] = idLow;
    start[size] = startUnixNano;
    place[size] = where;
    size++;
  }

  int size() {
    return size;
  }

  long high(int run) {
    return high[run];
  }

  long low(int run) {
    return low[run];
  }

  int input(int run) {
    return (int) (place[run] >>> 56);
  }

  int group(int run) {
    return (int) (place[run] >>> 32) & 0xff_ffff;
  }

  int firstRow(int run) {
    return (int) (place[run] >>> 16) & 0xffff;
  }

  int rows(int run) {
    return (int) place[run] & 0xffff;
  }

  boolean sameTrace(int a, int b) {
    return low[a] == low[b] && high[a] == high[b];
  }

  /**
   * The runs in the order of a block: by the earliest start of their trace, then id; those of a
   * trace by input, group and row.
   */
  int[] sorted() {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    IntSort.sort(order, size, this::compareIds);
    for (int from = 0; from < size; ) {
      int to = from + 1;
      long earliest = start[order[from]];
      while (to < size && sameTrace(order[from], order[to])) {
        long other = start[order[to++]];
        earliest = Long.compareUnsigned(other, earliest) < 0 ? other : earliest;
      }
      for (int i = from; i < to; i++) {
        start[order[i]] = earliest;
      }
      from = to;
    }
    IntSort.sort(order, size, this::compare);
    return order;
  }

  private int compareIds(int a, int b) {
    return high[a] == high[b]
        ? Long.compareUnsigned(low[a], low[b])
        : Long.compareUnsigned(high[a], high[b]);
  }

  private int compare(int a, int b) {
    if (start[a] != start[b]) {
      return Long.compareUnsigned(start[a], start[b]);
    }
    int byId = compareIds(a, b);
    return byId != 0 ? byId : Long.compareUnsigned(place[a], place[b]);
  }
}
