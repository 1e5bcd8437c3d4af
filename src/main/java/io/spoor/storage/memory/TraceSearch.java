// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.model.TraceQuery;
import io.spoor.storage.BatchMatcher;
import io.spoor.storage.ReadBudget;
import io.spoor.storage.SpanMatcher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One search over a snapshot of batches: keeps the newest traces seen so far, up to the limit.
 *
 * <p>A trace that is pushed out can come back by a later start only, and the least start that is
 * kept never falls, so the result is exact in whatever order batches are visited.
 */
final class TraceSearch {
  private static final int ROWS_BETWEEN_CHECKS = 4_096;

  /** A trace and the greatest start of its matching spans; the newest is the least. */
  private record Hit(long start, StoredTrace trace) implements Comparable<Hit> {
    @Override
    public int compareTo(Hit other) {
      int byStart = Long.compareUnsigned(other.start, start);
      int byHigh = Long.compareUnsigned(trace.high(), other.trace.high());
      return byStart != 0
          ? byStart
          : byHigh != 0 ? byHigh : Long.compareUnsigned(trace.low(), other.trace.low());
    }
  }

  private final TraceQuery query;
  private final SpanMatcher matcher;
  private final ReadBudget budget;
  private final TreeSet<Hit> newest = new TreeSet<>();
  private final Map<StoredTrace, Hit> byTrace = new HashMap<>();

  TraceSearch(TraceQuery query, ReadBudget budget) {
    this.query = query;
    this.matcher = SpanMatcher.of(query);
    this.budget = budget;
  }

  /** The newest traces with a matching span, newest first; fewer when the budget is exhausted. */
  List<StoredTrace> over(StoredBatch[] batches) {
    for (StoredBatch batch : batches) {
      long startMin = isFull() ? laterOf(newest.last().start()) : query.startTimeMinUnixNano();
      if (batch.mayStartWithin(startMin, query.startTimeMaxUnixNano()) && !search(batch)) {
        break;
      }
    }
    return newest.stream().map(Hit::trace).toList();
  }

  private long laterOf(long start) {
    long min = query.startTimeMinUnixNano();
    return Long.compareUnsigned(start, min) > 0 ? start : min;
  }

  /** Visits the rows of a batch; false once the budget is exhausted. */
  private boolean search(StoredBatch batch) {
    SpanBatch spans = batch.spans();
    BatchMatcher bound = matcher.on(spans);
    if (!budget.spend(bound.isPossible() ? spans.bytes() : 0)) {
      return false;
    }
    for (int row = 0; bound.isPossible() && row < spans.size(); row++) {
      if (row % ROWS_BETWEEN_CHECKS == ROWS_BETWEEN_CHECKS - 1 && !budget.spend(0)) {
        return false;
      }
      StoredTrace trace = batch.trace(row);
      if (trace != null && mayRank(spans.spans(), row) && bound.matches(row)) {
        keep(trace, spans.spans().startTimeUnixNano(row));
      }
    }
    return true;
  }

  private boolean isFull() {
    return newest.size() == query.limit();
  }

  private boolean mayRank(SpanTable spans, int row) {
    return !isFull()
        || Long.compareUnsigned(spans.startTimeUnixNano(row), newest.last().start()) >= 0;
  }

  private void keep(StoredTrace trace, long start) {
    Hit hit = new Hit(start, trace);
    @Nullable Hit known = byTrace.get(trace);
    if (known != null && known.compareTo(hit) <= 0) {
      return;
    }
    if (known != null) {
      newest.remove(known);
    }
    newest.add(hit);
    byTrace.put(trace, hit);
    if (newest.size() > query.limit()) {
      byTrace.remove(newest.pollLast().trace());
    }
  }
}
