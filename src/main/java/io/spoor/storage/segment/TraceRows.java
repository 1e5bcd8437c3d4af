// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.model.SpanIdentity;
import io.spoor.storage.segment.block.BlockWriter;
import io.spoor.storage.segment.column.SourceBatch;
import java.io.IOException;
import java.util.Arrays;

/** The rows of one trace out of several blocks, put in order, copies left out. Reused. */
// Hot path: see docs/adr/0008-write-ahead-log.md
final class TraceRows {
  private static final int MAX_COMPARED = 64; // hashes can be made to collide on purpose

  private SourceBatch[] sources = new SourceBatch[64];
  private int[] rows = new int[64];
  private int size;

  void clear() {
    Arrays.fill(sources, 0, size, null);
    size = 0;
  }

  int size() {
    return size;
  }

  void add(SourceBatch source, int firstRow, int count) {
    if (size + count > rows.length) {
      int capacity = Math.max(2 * rows.length, size + count);
      sources = Arrays.copyOf(sources, capacity);
      rows = Arrays.copyOf(rows, capacity);
    }
    for (int i = 0; i < count; i++) {
      sources[size] = source;
      rows[size++] = firstRow + i;
    }
  }

  /** Gives the trace to a block. */
  void writeTo(BlockWriter writer, long idHigh, long idLow) throws IOException {
    writer.addTrace(idHigh, idLow, sources, rows, size);
  }

  /** Orders the rows by start, and leaves out copies. */
  void orderAndDeduplicate() {
    long[] starts = new long[size];
    long[] hashes = new long[size];
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      starts[i] = sources[i].batch().spans().startTimeUnixNano(rows[i]);
      hashes[i] = SpanIdentity.contentHash(sources[i].batch(), rows[i]);
      order[i] = i;
    }
    IntSort.sort(
        order,
        size,
        (a, b) ->
            starts[a] == starts[b]
                ? Long.compare(hashes[a], hashes[b])
                : Long.compareUnsigned(starts[a], starts[b]));
    SourceBatch[] keptSources = new SourceBatch[size];
    int[] keptRows = new int[size];
    long[] keptHashes = new long[size];
    int kept = 0;
    for (int i = 0; i < size; i++) {
      int next = order[i];
      keptSources[kept] = sources[next];
      keptRows[kept] = rows[next];
      keptHashes[kept] = hashes[next];
      if (!isCopy(keptSources, keptRows, keptHashes, kept)) {
        kept++;
      }
    }
    clear();
    sources = keptSources;
    rows = keptRows;
    size = kept;
  }

  /** Whether the last row equals one of those before it that have its hash. */
  private static boolean isCopy(SourceBatch[] sources, int[] rows, long[] hashes, int last) {
    int least = Math.max(0, last - MAX_COMPARED);
    for (int i = last - 1; i >= least && hashes[i] == hashes[last]; i--) {
      if (SpanIdentity.same(sources[i].batch(), rows[i], sources[last].batch(), rows[last])) {
        return true;
      }
    }
    return false;
  }
}
