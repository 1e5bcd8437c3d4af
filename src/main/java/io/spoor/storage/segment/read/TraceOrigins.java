// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import java.util.SplittableRandom;

/**
 * Trace ids, each with the one place where its spans lie, or with the fact that there are several:
 * open addressing, at most half full. Used by one thread.
 */
// Hot path: runs once per trace
final class TraceOrigins {
  private static final int INITIAL_SLOTS = 1 << 10;
  private static final int FREE = 0;
  private static final int SEVERAL = -1;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long secret = new SplittableRandom().nextLong() | 1; // ids come from senders
  private long[] highs = new long[INITIAL_SLOTS];
  private long[] lows = new long[INITIAL_SLOTS];
  private int[] places = new int[INITIAL_SLOTS];
  private int size;

  /** Takes a trace that lies in one place. */
  interface Visitor {
    /** The trace of this slot. */
    void trace(int slot, long idHigh, long idLow, int place);
  }

  /** Bytes of memory that a trace takes, at most. */
  static int bytesOfTrace() {
    return 4 * (Long.BYTES + Long.BYTES + Integer.BYTES);
  }

  /** Number of traces. */
  int size() {
    return size;
  }

  /**
   * Adds a trace, or another place of it.
   *
   * @param place at least 1
   */
  void add(long idHigh, long idLow, int place) {
    if (size * 2 >= places.length) {
      grow();
    }
    int slot = slot(idHigh, idLow);
    if (places[slot] == FREE) {
      highs[slot] = idHigh;
      lows[slot] = idLow;
      places[slot] = place;
      size++;
    } else if (places[slot] != place) {
      places[slot] = SEVERAL;
    }
  }

  /** Notes another place of a trace, if the trace is there. */
  void addIfKnown(long idHigh, long idLow, int place) {
    int slot = slot(idHigh, idLow);
    if (places[slot] != FREE && places[slot] != place) {
      places[slot] = SEVERAL;
    }
  }

  /** Notes that the trace of a slot lies in several places. */
  void several(int slot) {
    places[slot] = SEVERAL;
  }

  /** Whether a trace that was added lies in several places. */
  boolean isInSeveral(long idHigh, long idLow) {
    return places[slot(idHigh, idLow)] == SEVERAL;
  }

  /** Visits the traces that lie in one place. */
  void forEachInOne(Visitor visitor) {
    for (int slot = 0; slot < places.length; slot++) {
      if (places[slot] > FREE) {
        visitor.trace(slot, highs[slot], lows[slot], places[slot]);
      }
    }
  }

  /** Visits the traces that lie in several places. */
  void forEachInSeveral(Visitor visitor) {
    for (int slot = 0; slot < places.length; slot++) {
      if (places[slot] == SEVERAL) {
        visitor.trace(slot, highs[slot], lows[slot], SEVERAL);
      }
    }
  }

  private int slot(long idHigh, long idLow) {
    int mask = places.length - 1;
    long hash = (idHigh ^ idHigh >>> 32 ^ secret) * GOLDEN;
    hash = (hash ^ hash >>> 29 ^ idLow) * secret;
    int slot = (int) (hash ^ hash >>> 32) & mask;
    while (places[slot] != FREE && (lows[slot] != idLow || highs[slot] != idHigh)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldHighs = highs;
    long[] oldLows = lows;
    int[] oldPlaces = places;
    highs = new long[oldPlaces.length * 2];
    lows = new long[oldPlaces.length * 2];
    places = new int[oldPlaces.length * 2];
    for (int i = 0; i < oldPlaces.length; i++) {
      if (oldPlaces[i] != FREE) {
        int slot = slot(oldHighs[i], oldLows[i]);
        highs[slot] = oldHighs[i];
        lows[slot] = oldLows[i];
        places[slot] = oldPlaces[i];
      }
    }
  }
}
