// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import io.spoor.model.SpanBatch;
import org.jspecify.annotations.Nullable;

/**
 * A batch that is pinned while one of its spans is retained.
 *
 * <p>Written under the lock of {@link MemoryStore}. Searches read it without: all they may miss is
 * that a trace was evicted after they began.
 */
final class StoredBatch {
  /** What the index costs for a span: its trace here, and batch, row and hash there. */
  private static final long INDEX_BYTES = 24;

  private final SpanBatch spans;
  private final long bytes;
  private final @Nullable StoredTrace[] traces; // by row; null where the row is not retained
  private int retained;
  private long startMin = -1; // unsigned, of the rows that were ever retained
  private long startMax;

  StoredBatch(SpanBatch spans) {
    this.spans = spans;
    this.bytes = bytesOf(spans);
    this.traces = new StoredTrace[spans.size()];
  }

  /** What retaining any span of a batch costs. */
  static long bytesOf(SpanBatch spans) {
    return spans.bytes() + INDEX_BYTES * spans.size();
  }

  SpanBatch spans() {
    return spans;
  }

  long bytes() {
    return bytes;
  }

  /** The trace of a row, null when the row is a copy of another span or was evicted. */
  @Nullable StoredTrace trace(int row) {
    return traces[row];
  }

  /** Whether the span of a row is here. */
  boolean isRetained(int row) {
    return traces[row] != null;
  }

  boolean isRetained() {
    return retained > 0;
  }

  void retain(int row, StoredTrace trace) {
    traces[row] = trace;
    retained++;
    long start = spans.spans().startTimeUnixNano(row);
    startMin = Long.compareUnsigned(start, startMin) < 0 ? start : startMin;
    startMax = Long.compareUnsigned(start, startMax) > 0 ? start : startMax;
  }

  void evict(int row) {
    traces[row] = null;
    retained--;
  }

  /** Whether a row may start in this range, both ends included and unsigned. */
  boolean mayStartWithin(long min, long max) {
    return Long.compareUnsigned(startMin, max) <= 0 && Long.compareUnsigned(startMax, min) >= 0;
  }
}
