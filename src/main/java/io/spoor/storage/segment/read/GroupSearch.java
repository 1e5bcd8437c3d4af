// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.SpanBatch;
import io.spoor.model.TraceQuery;
import io.spoor.storage.BatchMatcher;
import io.spoor.storage.SpanMatcher;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.GroupStats;
import io.spoor.storage.segment.block.RowGroup;
import io.spoor.storage.segment.block.RowGroup.TraceRun;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Searches row groups: narrows the rows by pages, then puts the newest of those that are left
 * together as spans, a few at a time, and lets the reference matcher decide.
 */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class GroupSearch {
  private static final int FIRST_SPANS = 64;
  private static final int MOST_SPANS = 1_024;
  private static final int ROW_BITS = 16;
  private static final long MAX_OFFSET = (1L << (63 - ROW_BITS)) - 1;

  private final TraceQuery query;
  private final QueryPlan plan;
  private final SpanMatcher matcher;
  private final NewestTraces newest;
  private final Reading reading;

  GroupSearch(
      TraceQuery query, QueryPlan plan, SpanMatcher matcher, NewestTraces newest, Reading reading) {
    this.query = query;
    this.plan = plan;
    this.matcher = matcher;
    this.newest = newest;
    this.reading = reading;
  }

  /** Adds the group's matching spans to the newest traces. */
  void search(Block block, int number) throws IOException {
    GroupStats stats = block.stats(number);
    RowGroup group = block.group(number, reading);
    BitSet rows = new BitSet(stats.rows());
    rows.set(0, stats.rows());
    for (PageCondition condition : plan.conditions()) {
      condition.narrow(group, rows);
      if (rows.isEmpty()) {
        return;
      }
    }
    narrowDurations(group, stats, rows);
    narrowStarts(group, rows);
    if (!rows.isEmpty()) {
      decide(group, newestFirst(group.starts(), stats.startMin(), rows));
    }
  }

  private void narrowDurations(RowGroup group, GroupStats stats, BitSet rows) throws IOException {
    if (stats.durationMin() >= query.durationMinNano()
        && stats.durationMax() <= query.durationMaxNano()) {
      return;
    }
    long[] durations = group.durations();
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      if (durations[row] < query.durationMinNano() || durations[row] > query.durationMaxNano()) {
        rows.clear(row);
      }
    }
  }

  private void narrowStarts(RowGroup group, BitSet rows) throws IOException {
    long[] starts = group.starts();
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      if (Long.compareUnsigned(starts[row], query.startTimeMinUnixNano()) < 0
          || Long.compareUnsigned(starts[row], query.startTimeMaxUnixNano()) > 0
          || !newest.mayRank(starts[row])) {
        rows.clear(row);
      }
    }
  }

  /**
   * The rows by descending start. Starts very far from the group's first may come in another order:
   * that costs time, and changes nothing else.
   */
  private static int[] newestFirst(long[] starts, long startMin, BitSet rows) {
    long[] keys = new long[rows.cardinality()];
    int count = 0;
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      long offset = starts[row] - startMin;
      long near = offset < 0 || offset > MAX_OFFSET ? MAX_OFFSET : offset;
      keys[count++] = near << ROW_BITS | row;
    }
    Arrays.sort(keys);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = (int) keys[count - 1 - i] & (1 << ROW_BITS) - 1;
    }
    return order;
  }

  private void decide(RowGroup group, int[] order) throws IOException {
    long[] starts = group.starts();
    int[] runs = runs(group.traces(), starts.length);
    int size = FIRST_SPANS;
    for (int from = 0; from < order.length; ) {
      reading.check();
      int[] rows = new int[Math.min(size, order.length - from)];
      int count = 0;
      for (; from < order.length && count < rows.length; from++) {
        int row = order[from];
        TraceRun run = group.traces().get(runs[row]);
        if (newest.improves(run.idHigh(), run.idLow(), starts[row])) {
          rows[count++] = row;
        }
      }
      match(group, Arrays.copyOf(rows, count), starts, runs);
      size = Math.min(size * 2, MOST_SPANS);
    }
  }

  /** By row, the number of its trace's run. */
  private static int[] runs(List<TraceRun> traces, int rows) {
    int[] runs = new int[rows];
    for (int run = 0; run < traces.size(); run++) {
      Arrays.fill(runs, traces.get(run).firstRow(), traces.get(run).endRow(), run);
    }
    return runs;
  }

  private void match(RowGroup group, int[] rows, long[] starts, int[] runs) throws IOException {
    if (rows.length == 0) {
      return;
    }
    SpanBatch spans = group.spans(rows);
    BatchMatcher bound = matcher.on(spans);
    for (int i = 0; i < rows.length; i++) {
      if (bound.matches(i)) {
        TraceRun run = group.traces().get(runs[rows[i]]);
        newest.keep(run.idHigh(), run.idLow(), starts[rows[i]]);
      }
    }
  }
}
