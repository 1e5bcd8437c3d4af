// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.head;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Traces by id, and the rows of each as a chain in the order in which they came. One thread writes;
 * others read through a {@link TraceView}.
 *
 * <pre>
 * slots ──► trace number ──► first row ──► next row ──► … 0
 *           (id, last row)
 * </pre>
 *
 * <p>Open addressing, linear probing, at most half full. Ids come from senders, so they are hashed
 * with a secret: nobody can make them collide.
 */
// Hot path: a write asks it once per span
final class TraceIndex {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final int INITIAL_SLOTS = 64;

  private final long secret = new SplittableRandom().nextLong() | 1;
  private int[] slots = new int[INITIAL_SLOTS]; // trace + 1, or 0 when free
  private long[] ids = new long[INITIAL_SLOTS]; // high, low of each trace
  private int[] firstRows = new int[INITIAL_SLOTS / 2];
  private int[] lastRows = new int[INITIAL_SLOTS / 2]; // the writer's alone
  private int traces;
  private int[] nextRows = new int[INITIAL_SLOTS]; // 0 at the end: row 0 follows none
  private int rows;

  /** Gives the next row to a trace. */
  void add(long high, long low) {
    int row = rows;
    if (row == nextRows.length) {
      nextRows = Arrays.copyOf(nextRows, row + (row >> 1));
    }
    int slot = slot(high, low);
    if (slots[slot] == 0) {
      begin(slot, high, low, row);
    } else {
      int trace = slots[slot] - 1;
      nextRows[lastRows[trace]] = row;
      lastRows[trace] = row;
    }
    rows++;
  }

  private void begin(int slot, long high, long low, int row) {
    if (traces == firstRows.length) {
      int capacity = traces + (traces >> 1);
      ids = Arrays.copyOf(ids, 2 * capacity);
      firstRows = Arrays.copyOf(firstRows, capacity);
      lastRows = Arrays.copyOf(lastRows, capacity);
    }
    ids[2 * traces] = high;
    ids[2 * traces + 1] = low;
    firstRows[traces] = row;
    lastRows[traces] = row;
    traces++;
    slots[slot] = traces;
    if (traces * 2 > slots.length) {
      grow();
    }
  }

  private void grow() {
    int[] grown = new int[slots.length * 2];
    int mask = grown.length - 1;
    for (int trace = 0; trace < traces; trace++) {
      int slot = home(ids[2 * trace], ids[2 * trace + 1], secret) & mask;
      while (grown[slot] != 0) {
        slot = slot + 1 & mask;
      }
      grown[slot] = trace + 1;
    }
    slots = grown;
  }

  /** What is there now: later rows do not show. */
  TraceView view() {
    return new TraceView(this);
  }

  long bytes() {
    return 5 * 16
        + 4L * (slots.length + firstRows.length + lastRows.length + nextRows.length)
        + 8L * ids.length;
  }

  /** The slot of a trace, or the free one where it would be. */
  private int slot(long high, long low) {
    int mask = slots.length - 1;
    int slot = home(high, low, secret) & mask;
    for (int entry = slots[slot]; entry != 0; entry = slots[slot]) {
      if (ids[2 * entry - 1] == low && ids[2 * entry - 2] == high) {
        return slot;
      }
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private static int home(long high, long low, long secret) {
    long hash = (high ^ secret) * GOLDEN;
    hash = (hash ^ hash >>> 32 ^ low) * secret;
    hash = (hash ^ hash >>> 32) * GOLDEN;
    return (int) (hash >>> 32);
  }

  /**
   * The index as it was at one moment; from any thread, to which it must be published safely.
   *
   * <p>It shares the writer's arrays while those last. Whatever it needs was written before it was
   * published and is therefore seen, and is not written again, with two exceptions that both have
   * one reading: a free slot may have become a trace numbered {@code traces} or above, which is
   * passed over; the end of a chain may have become a row numbered {@code rows} or above, which is
   * an end as well. An array that the writer has outgrown is not written any more.
   */
  static final class TraceView {
    private final long secret;
    private final int[] slots;
    private final long[] ids;
    private final int[] firstRows;
    private final int traces;
    private final int[] nextRows;
    private final int rows;

    private TraceView(TraceIndex index) {
      this.secret = index.secret;
      this.slots = index.slots;
      this.ids = index.ids;
      this.firstRows = index.firstRows;
      this.traces = index.traces;
      this.nextRows = index.nextRows;
      this.rows = index.rows;
    }

    int traces() {
      return traces;
    }

    int rows() {
      return rows;
    }

    /** Number of a trace, or -1. */
    int find(long high, long low) {
      int mask = slots.length - 1;
      int slot = home(high, low, secret) & mask;
      for (int entry = slots[slot]; entry != 0; entry = slots[slot]) {
        if (entry <= traces && ids[2 * entry - 1] == low && ids[2 * entry - 2] == high) {
          return entry - 1;
        }
        slot = slot + 1 & mask;
      }
      return -1;
    }

    long idHigh(int trace) {
      return ids[2 * trace];
    }

    long idLow(int trace) {
      return ids[2 * trace + 1];
    }

    int firstRow(int trace) {
      return firstRows[trace];
    }

    /** The row of the same trace that came after this one, or -1. */
    int nextRow(int row) {
      int next = nextRows[row];
      return next > 0 && next < rows ? next : -1;
    }
  }
}
