// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.model.TraceId;
import io.spoor.model.TracePosition;
import io.spoor.model.TraceQuery;
import io.spoor.storage.BatchMatcher;
import io.spoor.storage.ReadBudget;
import io.spoor.storage.SearchBounds;
import io.spoor.storage.SpanMatcher;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** A trace and where it stands by the greatest start of its matching spans so far. */
  record Hit(TracePosition position, StoredTrace trace) implements Comparable<Hit> {
    static Hit of(StoredTrace trace, long start) {
      return new Hit(new TracePosition(start, new TraceId(trace.high(), trace.low())), trace);
    }

    @Override
    public int compareTo(Hit other) {
      return position.compareTo(other.position);
    }

    long start() {
      return position.startTimeUnixNano();
    }
  }

  /** What is done with a matching span. */
  private interface Match {
    void found(StoredTrace trace, long start);
  }

  private final TraceQuery whole;
  private final TraceQuery query; // narrowed
  private final SpanMatcher matcher;
  private final ReadBudget budget;
  private final Set<StoredTrace> given = new HashSet<>(); // on pages before this one
  private final TreeSet<Hit> newest = new TreeSet<>();
  private final Map<StoredTrace, Hit> byTrace = new HashMap<>();

  TraceSearch(TraceQuery query, ReadBudget budget) {
    this.whole = query;
    this.query = SearchBounds.narrowed(query);
    this.matcher = SpanMatcher.of(this.query);
    this.budget = budget;
  }

  /** The newest traces with a matching span, newest first; fewer when the budget is exhausted. */
  List<Hit> over(StoredBatch[] batches) {
    TracePosition after = query.after();
    if (after != null && !findGiven(batches, after)) {
      return List.of(); // which of the others were given already is not known
    }
    for (StoredBatch batch : batches) {
      long startMin = isFull() ? laterOf(newest.last().start()) : query.startTimeMinUnixNano();
      if (batch.mayStartWithin(startMin, query.startTimeMaxUnixNano())
          && !search(batch, matcher, this::keep)) {
        break;
      }
    }
    return List.copyOf(newest);
  }

  /** Finds the traces that stand at the position or before it; false when the budget ends it. */
  private boolean findGiven(StoredBatch[] batches, TracePosition after) {
    TraceQuery before = SearchBounds.upTo(whole, after);
    SpanMatcher earlier = SpanMatcher.of(before);
    for (StoredBatch batch : batches) {
      if (batch.mayStartWithin(before.startTimeMinUnixNano(), before.startTimeMaxUnixNano())
          && !search(
              batch,
              earlier,
              (trace, start) -> {
                if (Hit.of(trace, start).position().compareTo(after) <= 0) {
                  given.add(trace);
                }
              })) {
        return false;
      }
    }
    return true;
  }

  private long laterOf(long start) {
    long min = query.startTimeMinUnixNano();
    return Long.compareUnsigned(start, min) > 0 ? start : min;
  }

  /** Visits the rows of a batch; false once the budget is exhausted. */
  private boolean search(StoredBatch batch, SpanMatcher conditions, Match match) {
    SpanBatch spans = batch.spans();
    BatchMatcher bound = conditions.on(spans);
    if (!budget.spend(bound.isPossible() ? spans.bytes() : 0)) {
      return false;
    }
    for (int row = 0; bound.isPossible() && row < spans.size(); row++) {
      if (row % ROWS_BETWEEN_CHECKS == ROWS_BETWEEN_CHECKS - 1 && !budget.spend(0)) {
        return false;
      }
      StoredTrace trace = batch.trace(row);
      if (trace != null && mayRank(spans.spans(), row) && bound.matches(row)) {
        match.found(trace, spans.spans().startTimeUnixNano(row));
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
    Hit hit = Hit.of(trace, start);
    TracePosition after = query.after();
    if (after != null && (given.contains(trace) || hit.position().compareTo(after) <= 0)) {
      return;
    }
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
