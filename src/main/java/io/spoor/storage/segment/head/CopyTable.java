// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.head;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanIdentity;
import java.util.SplittableRandom;

/**
 * Finds the spans that are in a head already. Used by its writer alone.
 *
 * <p>Open addressing by {@link SpanIdentity#contentHash}, at most three quarters full. That hash is
 * no secret, so what it gives is mixed with one. Whoever makes many spans of one hash gains
 * nothing: past {@link #MOST_ALIKE} of them the table takes no more, and a copy of one of those is
 * kept. It falls out later, as copies in two heads or blocks do: when it is read or merged.
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
    int[] tags = tags(arrival);
    for (int row = 0; row < tags.length; row++) {
      if (size >= slots.length - (slots.length >> 2)) {
        grow();
      }
      if (!isCopy(arrival, row, tags[row])) {
        arrival.keep(row);
      }
    }
    return arrival.kept();
  }

  /** All at once, so that the slots, which are far from each other, are fetched side by side. */
  private int[] tags(Arrival arrival) {
    int[] tags = new int[arrival.size()];
    for (int row = 0; row < tags.length; row++) {
      long hash = (arrival.hash(row) ^ secret) * GOLDEN;
      tags[row] = (int) (((hash ^ hash >>> 32) * secret) >>> 32);
    }
    return tags;
  }

  /** Whether a span is there; if it is not, it is from now on. */
  private boolean isCopy(Arrival arrival, int row, int tag) {
    int slot = home(tag, slots.length);
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
      slot = slot + 1 == slots.length ? 0 : slot + 1;
    }
    slots[slot] = (long) tag << 32 | arrival.nextNumber() + 1;
    size++;
    return false;
  }

  private void grow() {
    long[] grown = new long[slots.length + (slots.length >> 1)];
    for (long entry : slots) {
      if (entry != 0) {
        int slot = home((int) (entry >>> 32), grown.length);
        while (grown[slot] != 0) {
          slot = slot + 1 == grown.length ? 0 : slot + 1;
        }
        grown[slot] = entry;
      }
    }
    slots = grown;
  }

  /** Ascends with the tag, unsigned: growing walks over both tables in order. */
  private static int home(int tag, int length) {
    return (int) (((tag & 0xffff_ffffL) * length) >>> 32);
  }

  long bytes() {
    return 16 + 8L * slots.length;
  }
}
