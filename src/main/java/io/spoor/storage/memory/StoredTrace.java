// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import io.spoor.model.SpanIdentity;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one trace, in the order in which they were written. Confined to the lock of {@link
 * MemoryStore}, but for the id.
 *
 * <p>Whoever makes spans share a hash on purpose gains nothing: past {@link #MOST_ALIKE} of them
 * the index takes no more, so a copy of such a span may be kept twice, but no write takes long.
 */
// Hot path: a write runs it once per span
final class StoredTrace {
  private static final int SECRET = new SplittableRandom().nextInt() | 1; // hashes are no secret
  private static final int INITIAL_SPANS = 4;
  private static final int INDEXED_FROM = 64; // below, walking over the hashes is cheaper

  private static final int MOST_ALIKE = 64; // spans of equal hash in the index

  private final TenantTraces owner;
  private final long high;
  private final long low;
  private StoredBatch[] batches = new StoredBatch[INITIAL_SPANS];
  private long[] places = new long[INITIAL_SPANS]; // hash << 32 | row
  private int size;
  private int @Nullable [] index; // open addressing by hash: span + 1, or 0 when free

  StoredTrace(TenantTraces owner, long high, long low) {
    this.owner = owner;
    this.high = high;
    this.low = low;
  }

  TenantTraces owner() {
    return owner;
  }

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  int size() {
    return size;
  }

  StoredBatch batch(int span) {
    return batches[span];
  }

  int row(int span) {
    return (int) places[span];
  }

  /** The spans as they are now; later ones are not seen by the view. */
  TraceSpans spans() {
    return new TraceSpans(high, low, batches, places, size);
  }

  /** Adds a span, unless it is there already; tells whether it was added. */
  boolean add(StoredBatch batch, int row) {
    int hash = fold(SpanIdentity.contentHash(batch.spans(), row));
    if (contains(batch, row, hash)) {
      return false;
    }
    if (size == places.length) {
      batches = Arrays.copyOf(batches, size * 2);
      places = Arrays.copyOf(places, size * 2);
    }
    batches[size] = batch;
    places[size] = (long) hash << 32 | row;
    size++;
    keepIndex();
    return true;
  }

  private static int fold(long hash) {
    return (int) (hash ^ hash >>> 32);
  }

  private boolean contains(StoredBatch batch, int row, int hash) {
    int[] slots = index;
    return slots == null ? isAmongAll(batch, row, hash) : isAmongIndexed(slots, batch, row, hash);
  }

  private boolean isAmongAll(StoredBatch batch, int row, int hash) {
    for (int span = 0; span < size; span++) {
      if (isSame(span, batch, row, hash)) {
        return true;
      }
    }
    return false;
  }

  private boolean isAmongIndexed(int[] slots, StoredBatch batch, int row, int hash) {
    int mask = slots.length - 1;
    int slot = slotOf(hash, mask);
    while (slots[slot] != 0) {
      if (isSame(slots[slot] - 1, batch, row, hash)) {
        return true;
      }
      slot = slot + 1 & mask;
    }
    return false;
  }

  private boolean isSame(int span, StoredBatch batch, int row, int hash) {
    return (int) (places[span] >> 32) == hash
        && SpanIdentity.same(batches[span].spans(), row(span), batch.spans(), row);
  }

  private void keepIndex() {
    int[] slots = index;
    if (slots == null || size * 2 > slots.length) {
      index = size < INDEXED_FROM ? null : newIndex();
    } else {
      occupy(slots, size - 1);
    }
  }

  private int[] newIndex() {
    int[] slots = new int[Integer.highestOneBit(size) * 4];
    for (int span = 0; span < size; span++) {
      occupy(slots, span);
    }
    return slots;
  }

  private void occupy(int[] slots, int span) {
    int mask = slots.length - 1;
    int hash = (int) (places[span] >> 32);
    int slot = slotOf(hash, mask);
    int alike = 0;
    while (slots[slot] != 0) {
      alike += (int) (places[slots[slot] - 1] >> 32) == hash ? 1 : 0;
      if (alike == MOST_ALIKE) {
        return;
      }
      slot = slot + 1 & mask;
    }
    slots[slot] = span + 1;
  }

  private static int slotOf(int hash, int mask) {
    int spread = hash * SECRET;
    return (spread ^ spread >>> 16) & mask;
  }
}
