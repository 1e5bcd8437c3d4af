// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Traces by id: open addressing, linear probing, at most half full. Not thread-safe.
 *
 * <p>Ids come from senders, so they are hashed with a secret: nobody can make them collide.
 */
// Hot path: a write asks it once per span
final class TraceTable {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final int INITIAL_SLOTS = 1024;

  private final long secret = new SplittableRandom().nextLong() | 1;
  private @Nullable StoredTrace[] slots = new StoredTrace[INITIAL_SLOTS];
  private long[] lows = new long[INITIAL_SLOTS]; // beside the slots: a miss follows no reference
  private int size;

  int size() {
    return size;
  }

  /** The trace with this id, or null. */
  @Nullable StoredTrace get(long high, long low) {
    int mask = slots.length - 1;
    int slot = slotOf(high, low, mask);
    StoredTrace trace = slots[slot];
    while (trace != null) {
      if (lows[slot] == low && trace.high() == high) {
        return trace;
      }
      slot = slot + 1 & mask;
      trace = slots[slot];
    }
    return null;
  }

  /** Adds a trace whose id is not there. */
  void add(StoredTrace trace) {
    size++;
    if (size * 2 > slots.length) {
      grow();
    }
    place(trace);
  }

  /** Removes a trace that is there. */
  void remove(StoredTrace trace) {
    int mask = slots.length - 1;
    int slot = slotOf(trace.high(), trace.low(), mask);
    while (slots[slot] != trace) {
      slot = slot + 1 & mask;
    }
    close(slot, mask);
    size--;
  }

  /** Moves up what lies behind a gap and would not be found any more. */
  private void close(int gap, int mask) {
    int hole = gap;
    slots[hole] = null;
    for (int slot = gap + 1 & mask; ; slot = slot + 1 & mask) {
      StoredTrace trace = slots[slot];
      if (trace == null) {
        return;
      }
      int home = slotOf(trace.high(), trace.low(), mask);
      if ((slot - home & mask) >= (slot - hole & mask)) {
        slots[hole] = trace;
        lows[hole] = trace.low();
        slots[slot] = null;
        hole = slot;
      }
    }
  }

  private void grow() {
    @Nullable StoredTrace[] old = slots;
    slots = new StoredTrace[old.length * 2];
    lows = new long[old.length * 2];
    for (StoredTrace trace : old) {
      if (trace != null) {
        place(trace);
      }
    }
  }

  private void place(StoredTrace trace) {
    int mask = slots.length - 1;
    int slot = slotOf(trace.high(), trace.low(), mask);
    while (slots[slot] != null) {
      slot = slot + 1 & mask;
    }
    slots[slot] = trace;
    lows[slot] = trace.low();
  }

  private int slotOf(long high, long low, int mask) {
    long hash = (high ^ secret) * GOLDEN;
    hash = (hash ^ hash >>> 32 ^ low) * secret;
    hash = (hash ^ hash >>> 32) * GOLDEN;
    return (int) (hash >>> 32) & mask;
  }
}
