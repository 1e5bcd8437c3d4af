// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.head;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanIdentity;
import java.util.SplittableRandom;

/**
 * Finds the spans that are in a head already. Used by its writer alone.
 *
 * <p>Open addressing by {@link SpanIdentity#contentHash}, at most half full. That hash is no
 * secret, so what it gives is mixed with one. Whoever makes many spans of one hash gains nothing:
 * past {@link #MOST_ALIKE} of them the table takes no more, and a copy of one of those is kept. It
 * falls out later, as copies in two heads or blocks do: when it is read or merged.
 */
// Hot path: a write asks it once per span
final class CopyTable {
  static final int MOST_ALIKE = 16;

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final int INITIAL_SLOTS = 64;

  private final long secret = new SplittableRandom().nextLong() | 1;
  private long[] slots = new long[INITIAL_SLOTS]; // tag << 32 | row number + 1, or 0 when free
  private int size;

  /**
   * Adds the spans of a batch that are not there.
   *
   * @param present those that are, in the order in which they were added; the next row number is
   *     the number of their rows
   * @return the rows of those that were added, in their order
   */
  int[] add(SpanBatch batch, BatchRows present) {
    Arrival arrival = new Arrival(batch, present);
    for (int row = 0; row < batch.size(); row++) {
      if (size * 2 >= slots.length) {
        grow();
      }
      if (!isCopy(arrival, row)) {
        arrival.keep(row);
      }
    }
    return arrival.kept();
  }

  /** Whether a span is there; if it is not, it is from now on. */
  private boolean isCopy(Arrival arrival, int row) {
    long hash = (arrival.hash(row) ^ secret) * GOLDEN;
    int tag = (int) (((hash ^ hash >>> 32) * secret) >>> 32);
    int mask = slots.length - 1;
    int slot = tag & mask;
    int alike = 0;
    for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
      if ((int) (entry >>> 32) == tag) {
        if (arrival.isSame(row, (int) entry - 1)) {
          return true;
        }
        alike++;
        if (alike == MOST_ALIKE) {
          return false;
        }
      }
      slot = slot + 1 & mask;
    }
    slots[slot] = (long) tag << 32 | arrival.nextNumber() + 1;
    size++;
    return false;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    int mask = slots.length - 1;
    for (long entry : old) {
      if (entry != 0) {
        int slot = (int) (entry >>> 32) & mask;
        while (slots[slot] != 0) {
          slot = slot + 1 & mask;
        }
        slots[slot] = entry;
      }
    }
  }

  long bytes() {
    return 16 + 8L * slots.length;
  }
}
