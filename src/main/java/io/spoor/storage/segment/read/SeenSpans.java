// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanIdentity;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one trace that were given already, to leave out copies of them. Keeps them as they
 * are up to a size, and hashes of those beyond it. Used by one thread.
 */
final class SeenSpans {
  private final Map<Long, Seen> byHash = new HashMap<>();
  private final SeenHashes hashes = new SeenHashes();
  private final long maxKeptBytes;
  private long keptBytes;

  private record Seen(SpanBatch batch, int row, @Nullable Seen next) {}

  /**
   * Nothing was given yet.
   *
   * @param maxKeptBytes of spans, beyond which only hashes of them are kept
   */
  SeenSpans(long maxKeptBytes) {
    this.maxKeptBytes = maxKeptBytes;
  }

  /** Bytes of memory that are taken. */
  long bytes() {
    return keptBytes + hashes.bytes();
  }

  /** The spans of a batch that were not given yet. */
  SpanBatch withoutCopies(SpanBatch batch) {
    int[] kept = new int[batch.size()];
    int count = 0;
    for (int row = 0; row < batch.size(); row++) {
      if (!isCopy(batch, row)) {
        kept[count++] = row;
      }
    }
    return count == batch.size() ? batch : batch.select(Arrays.copyOf(kept, count));
  }

  private boolean isCopy(SpanBatch batch, int row) {
    Seen seen = byHash.get(SpanIdentity.contentHash(batch, row));
    while (seen != null && !SpanIdentity.same(seen.batch, seen.row, batch, row)) {
      seen = seen.next;
    }
    return seen != null || hashes.contains(batch, row);
  }

  /** Notes that all spans of a batch were given. */
  void add(SpanBatch batch) {
    if (keptBytes + batch.bytes() > maxKeptBytes) {
      for (int row = 0; row < batch.size(); row++) {
        hashes.add(batch, row);
      }
      return;
    }
    keptBytes += batch.bytes();
    for (int row = 0; row < batch.size(); row++) {
      long hash = SpanIdentity.contentHash(batch, row);
      byHash.put(hash, new Seen(batch, row, byHash.get(hash)));
    }
  }
}
