// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.model.Trace;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Finds the spans of a trace by id: the first of each id, and from there the others that share it.
 *
 * <p>Open addressing over primitives, because a trace may have a million spans. Immutable.
 */
final class SpanIdIndex {
  /** Instead of a span, where there is none. */
  static final int NONE = -1;

  /** Differs from process to process, so that nobody can choose ids that all collide. */
  private static final long SEED = ThreadLocalRandom.current().nextLong();

  private final Trace trace;
  private final int[] slots; // span + 1 of the first span of an id, 0 when free
  private int @Nullable [] next; // span + 1 of the next span of the same id, 0 at the end

  private SpanIdIndex(Trace trace) {
    this.trace = trace;
    this.slots = new int[Integer.highestOneBit(Math.max(4, trace.size())) * 4];
  }

  /** Indexes a trace by its adjusted span ids. */
  static SpanIdIndex of(Trace trace) {
    SpanIdIndex index = new SpanIdIndex(trace);
    for (int span = trace.size() - 1; span >= 0; span--) { // backwards: the first ends up in front
      index.add(span);
    }
    return index;
  }

  /** The first span with this id, or {@link #NONE}. */
  int first(long spanId) {
    return slots[slot(spanId)] - 1;
  }

  /** The next span with the id of the given one, or {@link #NONE}. */
  int next(int span) {
    return next == null ? NONE : next[span] - 1;
  }

  /** Whether no span before this one has its id. */
  boolean isFirst(int span) {
    return next == null || first(trace.spanId(span)) == span;
  }

  /** Whether any two spans share an id. */
  boolean hasDuplicates() {
    return next != null;
  }

  private void add(int span) {
    int slot = slot(trace.spanId(span));
    if (slots[slot] != 0) {
      if (next == null) {
        next = new int[trace.size()];
      }
      next[span] = slots[slot];
    }
    slots[slot] = span + 1;
  }

  private int slot(long spanId) {
    int mask = slots.length - 1;
    int slot = hash(spanId) & mask;
    while (slots[slot] != 0 && trace.spanId(slots[slot] - 1) != spanId) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static int hash(long id) {
    long hash = (id ^ SEED) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 32) * 0xc4ceb9fe1a85ec53L;
    return (int) (hash ^ hash >>> 32);
  }
}
