// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.Arrays;
import java.util.List;

/**
 * One trace: rows of batches, and over them the columns that read-time adjusters may change.
 *
 * <p>Immutable; a changed trace shares the batches, so that raw and adjusted can be shown side by
 * side. Spans are numbered from 0, in the order in which storage gave them until an adjuster says
 * otherwise.
 */
public final class Trace {
  private static final List<String> NONE = List.of();

  private final TraceId id;
  private final SpanBatch[] batches; // by span
  private final int[] rows; // by span
  private final long[] spanIds;
  private final long[] parentSpanIds;
  private final long[] starts;
  private final long[] durations;
  private final List<String>[] warnings;
  private final boolean sorted;

  private Trace(
      TraceId id,
      SpanBatch[] batches,
      int[] rows,
      long[][] columns,
      List<String>[] warnings,
      boolean sorted) {
    this.id = id;
    this.batches = batches;
    this.rows = rows;
    this.spanIds = columns[0];
    this.parentSpanIds = columns[1];
    this.starts = columns[2];
    this.durations = columns[3];
    this.warnings = warnings;
    this.sorted = sorted;
  }

  /** The trace as stored: the given rows of the given batches, taken together by position. */
  public static Trace of(TraceId id, SpanBatch[] batches, int[] rows) {
    int size = rows.length;
    long[][] columns = new long[4][size];
    for (int span = 0; span < size; span++) {
      SpanTable table = batches[span].spans();
      columns[0][span] = table.spanId(rows[span]);
      columns[1][span] = table.parentSpanId(rows[span]);
      columns[2][span] = table.startTimeUnixNano(rows[span]);
      columns[3][span] = table.durationNano(rows[span]);
    }
    return new Trace(id, batches, rows, columns, noWarnings(size), false);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type has no other form
  private static List<String>[] noWarnings(int size) {
    List<String>[] warnings = new List[size];
    Arrays.fill(warnings, NONE);
    return warnings;
  }

  /** The trace's id. */
  public TraceId id() {
    return id;
  }

  /** Number of spans. */
  public int size() {
    return rows.length;
  }

  /** The batch that holds a span. */
  public SpanBatch batch(int span) {
    return batches[span];
  }

  /** The row of a span in its batch. */
  public int row(int span) {
    return rows[span];
  }

  /** A new view of a span as stored; ids and times may differ from this trace's. */
  public SpanView view(int span) {
    return batches[span].span(rows[span]);
  }

  /** Id of a span. */
  public long spanId(int span) {
    return spanIds[span];
  }

  /** Id of a span's parent, 0 for a root. */
  public long parentSpanId(int span) {
    return parentSpanIds[span];
  }

  /** Start of a span, nanoseconds since the epoch. */
  public long startTimeUnixNano(int span) {
    return starts[span];
  }

  /** Duration of a span in nanoseconds. */
  public long durationNano(int span) {
    return durations[span];
  }

  /** What an adjuster added to the start of a span, and so what its events' times need too. */
  public long shiftNano(int span) {
    return starts[span] - batches[span].spans().startTimeUnixNano(rows[span]);
  }

  /** What readers should be told of a span. */
  public List<String> warnings(int span) {
    return warnings[span];
  }

  /** Whether attributes are to be shown by key, and events by name. */
  public boolean isSorted() {
    return sorted;
  }

  /** This trace with other ids and parents, by span. */
  public Trace withIds(long[] newSpanIds, long[] newParentSpanIds) {
    return with(newSpanIds, newParentSpanIds, starts, durations, warnings);
  }

  /** This trace with other times, by span. */
  public Trace withTimes(long[] newStarts, long[] newDurations) {
    return with(spanIds, parentSpanIds, newStarts, newDurations, warnings);
  }

  /** This trace with one more warning on a span. */
  public Trace withWarning(int span, String warning) {
    List<String>[] more = warnings.clone();
    more[span] =
        java.util.stream.Stream.concat(warnings[span].stream(), java.util.stream.Stream.of(warning))
            .toList();
    return with(spanIds, parentSpanIds, starts, durations, more);
  }

  /** This trace, to be shown with attributes by key and events by name. */
  public Trace asSorted() {
    return new Trace(
        id,
        batches,
        rows,
        new long[][] {spanIds, parentSpanIds, starts, durations},
        warnings,
        true);
  }

  private Trace with(
      long[] newSpanIds,
      long[] newParents,
      long[] newStarts,
      long[] newDurations,
      List<String>[] newWarnings) {
    return new Trace(
        id,
        batches,
        rows,
        new long[][] {newSpanIds, newParents, newStarts, newDurations},
        newWarnings,
        sorted);
  }
}
