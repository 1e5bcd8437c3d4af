// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.head;

import io.spoor.model.SpanBatch;
import java.util.List;

/** What a head had of one tenant at one moment. Immutable as seen from outside; from any thread. */
public final class HeadSnapshot {

  /** A batch of distinct spans, with the bounds of their starts, unsigned. */
  public record HeadBatch(SpanBatch batch, long startMin, long startMax) {}

  /** Spans of one trace: row {@code rows[i]} of {@code batches[i]}. */
  public record TraceRows(long idHigh, long idLow, SpanBatch[] batches, int[] rows) {}

  /** Takes the traces of a snapshot in their order. */
  public interface TraceVisitor<E extends Exception> {
    /**
     * Row {@code rows[i]} of batch number {@code batches[i]} for i below count; arrays are reused.
     */
    void trace(long idHigh, long idLow, int[] batches, int[] rows, int count) throws E;
  }

  /** The batches in the order in which they came. */
  public List<HeadBatch> batches() {
    throw new UnsupportedOperationException();
  }

  public long spans() {
    throw new UnsupportedOperationException();
  }

  public long ingestMinUnixMilli() {
    throw new UnsupportedOperationException();
  }

  public long ingestMaxUnixMilli() {
    throw new UnsupportedOperationException();
  }

  /** The spans of a trace; none when it is not there. */
  public TraceRows trace(long idHigh, long idLow) {
    throw new UnsupportedOperationException();
  }

  /**
   * Visits all traces by their earliest start, then id; the spans of each by start; all unsigned:
   * the order of a block. Numbers of batches are indices into {@link #batches}.
   */
  public <E extends Exception> void forEachTrace(TraceVisitor<E> visitor) throws E {
    throw new UnsupportedOperationException();
  }
}
