// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanIdentity;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The spans of one trace that were given already, to leave out copies of them. */
final class SeenSpans {
  private final Map<Long, Seen> byHash = new HashMap<>();

  private record Seen(SpanBatch batch, int row, @Nullable Seen next) {}

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
    return seen != null;
  }

  /** Notes that all spans of a batch were given. */
  void add(SpanBatch batch) {
    for (int row = 0; row < batch.size(); row++) {
      long hash = SpanIdentity.contentHash(batch, row);
      byHash.put(hash, new Seen(batch, row, byHash.get(hash)));
    }
  }
}
