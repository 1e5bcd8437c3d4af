// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.head;

import io.spoor.model.SpanBatch;
import io.spoor.storage.segment.head.TraceIndex.TraceView;
import java.util.List;

/** What a head had of one tenant at one moment. Immutable as seen from outside; from any thread. */
public final class HeadSnapshot {
  static final HeadSnapshot EMPTY =
      new HeadSnapshot(BatchRows.NONE, new TraceIndex().view(), Long.MAX_VALUE, Long.MIN_VALUE);

  private final BatchRows batches;
  private final TraceView traces;
  private final long ingestMinUnixMilli;
  private final long ingestMaxUnixMilli;

  HeadSnapshot(
      BatchRows batches, TraceView traces, long ingestMinUnixMilli, long ingestMaxUnixMilli) {
    this.batches = batches;
    this.traces = traces;
    this.ingestMinUnixMilli = ingestMinUnixMilli;
    this.ingestMaxUnixMilli = ingestMaxUnixMilli;
  }

  /** A batch of distinct spans, with the bounds of their starts, unsigned. */
  public record HeadBatch(SpanBatch batch, long startMin, long startMax) {}

  /**
   * Spans of one trace in the order in which they came: row {@code rows[i]} of {@code batches[i]}.
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record TraceRows(long idHigh, long idLow, SpanBatch[] batches, int[] rows) {}

  /** Takes the traces of a snapshot in their order. */
  public interface TraceVisitor<E extends Exception> {
    /**
     * Row {@code rows[i]} of batch number {@code batches[i]} for i below count; arrays are reused.
     */
    void trace(long idHigh, long idLow, int[] batches, int[] rows, int count) throws E;
  }

  /** The batches in the order in which they came. Costs nothing: a view. */
  public List<HeadBatch> batches() {
    return batches.asList();
  }

  /** Number of spans, all distinct but for what {@link Head#add} says. */
  public long spans() {
    return batches.rows();
  }

  /** Number of traces. */
  public int traces() {
    return traces.traces();
  }

  /** When the earliest batch came; the greatest long when there is none. */
  public long ingestMinUnixMilli() {
    return ingestMinUnixMilli;
  }

  /** When the latest batch came; the least long when there is none. */
  public long ingestMaxUnixMilli() {
    return ingestMaxUnixMilli;
  }

  /** The spans of a trace; none when it is not there. */
  public TraceRows trace(long idHigh, long idLow) {
    int trace = traces.find(idHigh, idLow);
    int first = trace < 0 ? -1 : traces.firstRow(trace);
    int count = 0;
    for (int row = first; row >= 0; row = traces.nextRow(row)) {
      count++;
    }
    SpanBatch[] found = new SpanBatch[count];
    int[] rows = new int[count];
    int number = 0; // rows of a chain ascend, and so do their batches
    int at = 0;
    for (int row = first; row >= 0; row = traces.nextRow(row)) {
      number = batches.batchOf(row, number);
      found[at] = batches.batch(number);
      rows[at] = row - batches.firstRow(number);
      at++;
    }
    return new TraceRows(idHigh, idLow, found, rows);
  }

  /**
   * Visits all traces by their earliest start, then id; the spans of each by start, those that
   * started together in the order in which they came; all unsigned: the order of a block. Numbers
   * of batches are indices into {@link #batches}. Takes time in proportion to the spans, and 12
   * bytes a span and a trace while it lasts.
   */
  public <E extends Exception> void forEachTrace(TraceVisitor<E> visitor) throws E {
    new TraceOrder(batches, traces).visit(visitor);
  }
}
