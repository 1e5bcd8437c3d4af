// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One trace: rows of batches, and over them the columns that read-time adjusters may change.
 *
 * <p>Immutable; a changed trace shares the batches and every column that did not change, so that
 * raw and adjusted can be shown side by side. Spans are numbered from 0, in the order in which
 * storage gave them. Arrays that are handed in belong to the trace from then on.
 */
public final class Trace {
  private final TraceId id;
  private final Parts parts;

  /** The columns, by span; filled once, then never changed. */
  private static final class Parts {
    private SpanBatch[] batches = {};
    private int[] rows = {};
    private long[] spanIds = {};
    private long[] parentSpanIds = {};
    private long[] starts = {};
    private long[] durations = {};
    private @Nullable List<String> @Nullable [] warnings;
    private boolean sorted;

    Parts copy() {
      Parts copy = new Parts();
      copy.batches = batches;
      copy.rows = rows;
      copy.spanIds = spanIds;
      copy.parentSpanIds = parentSpanIds;
      copy.starts = starts;
      copy.durations = durations;
      copy.warnings = warnings;
      copy.sorted = sorted;
      return copy;
    }
  }

  private Trace(TraceId id, Parts parts) {
    this.id = id;
    this.parts = parts;
  }

  /** The trace as stored: the given rows of the given batches, taken together by position. */
  public static Trace of(TraceId id, SpanBatch[] batches, int[] rows) {
    int size = rows.length;
    Parts parts = new Parts();
    parts.batches = batches;
    parts.rows = rows;
    parts.spanIds = new long[size];
    parts.parentSpanIds = new long[size];
    parts.starts = new long[size];
    parts.durations = new long[size];
    for (int span = 0; span < size; span++) {
      SpanTable table = batches[span].spans();
      parts.spanIds[span] = table.spanId(rows[span]);
      parts.parentSpanIds[span] = table.parentSpanId(rows[span]);
      parts.starts[span] = table.startTimeUnixNano(rows[span]);
      parts.durations[span] = table.durationNano(rows[span]);
    }
    return new Trace(id, parts);
  }

  /** The trace's id. */
  public TraceId id() {
    return id;
  }

  /** Number of spans. */
  public int size() {
    return parts.rows.length;
  }

  /** The batch that holds a span. */
  public SpanBatch batch(int span) {
    return parts.batches[span];
  }

  /** The row of a span in its batch. */
  public int row(int span) {
    return parts.rows[span];
  }

  /** A new view of a span as stored; ids and times may differ from this trace's. */
  public SpanView view(int span) {
    return batch(span).span(row(span));
  }

  /** Id of a span. */
  public long spanId(int span) {
    return parts.spanIds[span];
  }

  /** Id of a span's parent, 0 for a root. */
  public long parentSpanId(int span) {
    return parts.parentSpanIds[span];
  }

  /** Start of a span, nanoseconds since the epoch. */
  public long startTimeUnixNano(int span) {
    return parts.starts[span];
  }

  /** Duration of a span in nanoseconds; negative in a raw trace where it ended before its start. */
  public long durationNano(int span) {
    return parts.durations[span];
  }

  /** What an adjuster added to the start of a span, and so what its events' times need too. */
  public long shiftNano(int span) {
    return parts.starts[span] - batch(span).spans().startTimeUnixNano(row(span));
  }

  /** What readers should be told of a span, in the order in which it was found. */
  public List<String> warnings(int span) {
    List<String> warnings = parts.warnings == null ? null : parts.warnings[span];
    return warnings == null ? List.of() : warnings;
  }

  /** Whether attributes are to be shown by key, and events by name. */
  public boolean isSorted() {
    return parts.sorted;
  }

  /** This trace with other ids and parents, by span. */
  public Trace withIds(long[] spanIds, long[] parentSpanIds) {
    Parts changed = parts.copy();
    changed.spanIds = spanIds;
    changed.parentSpanIds = parentSpanIds;
    return new Trace(id, changed);
  }

  /** This trace with other times, by span. */
  public Trace withTimes(long[] starts, long[] durations) {
    Parts changed = parts.copy();
    changed.starts = starts;
    changed.durations = durations;
    return new Trace(id, changed);
  }

  /** This trace with one more warning on a span; for many, use {@link #withWarnings}. */
  public Trace withWarning(int span, String warning) {
    TraceWarnings more = new TraceWarnings(size());
    more.add(span, warning);
    return withWarnings(more);
  }

  /** This trace with more warnings, after those that it has. Takes one pass, however many. */
  public Trace withWarnings(TraceWarnings more) {
    if (more.isEmpty()) {
      return this;
    }
    Parts changed = parts.copy();
    changed.warnings = more.appendedTo(parts.warnings);
    return new Trace(id, changed);
  }

  /** This trace, to be shown with attributes by key and events by name. */
  public Trace asSorted() {
    Parts changed = parts.copy();
    changed.sorted = true;
    return new Trace(id, changed);
  }

  /**
   * This trace over edited copies of its batches, by span. Ids, times and warnings stay this
   * trace's.
   */
  public Trace withBatches(SpanBatch[] batches, int[] rows) {
    Parts changed = parts.copy();
    changed.batches = batches;
    changed.rows = rows;
    return new Trace(id, changed);
  }

  /** The given spans of this trace, in that order. */
  public Trace select(int[] spans) {
    Parts selected = new Parts();
    selected.batches = new SpanBatch[spans.length];
    for (int i = 0; i < spans.length; i++) {
      selected.batches[i] = parts.batches[spans[i]];
    }
    selected.rows = Columns.select(parts.rows, spans);
    selected.spanIds = Columns.select(parts.spanIds, spans);
    selected.parentSpanIds = Columns.select(parts.parentSpanIds, spans);
    selected.starts = Columns.select(parts.starts, spans);
    selected.durations = Columns.select(parts.durations, spans);
    selected.warnings = TraceWarnings.select(parts.warnings, spans);
    selected.sorted = parts.sorted;
    return new Trace(id, selected);
  }

  @Override
  public String toString() {
    return "Trace[" + id + ", " + size() + " spans]";
  }
}
