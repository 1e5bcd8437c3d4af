// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import io.spoor.model.SpanBatch;
import io.spoor.storage.BatchCursor;
import io.spoor.storage.ReadBudget;
import io.vertx.core.Future;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives the spans of traces in runs of rows that lie in one batch. */
final class MemoryCursor implements BatchCursor {
  private final ReadBudget budget;
  private Iterator<TraceSpans> traces;
  private @Nullable TraceSpans trace; // the one under way
  private int next; // its first span that was not given yet

  MemoryCursor(List<TraceSpans> traces, ReadBudget budget) {
    this.traces = traces.iterator();
    this.budget = budget;
  }

  @Override
  public synchronized Future<Optional<SpanBatch>> next() {
    TraceSpans current = current();
    if (current == null) {
      return Future.succeededFuture(Optional.empty());
    }
    SpanBatch batch = current.batch(next);
    int end = endOfRun(current, batch);
    if (!budget.spend(batch.bytes() / batch.size() * (end - next))) {
      close();
      return Future.succeededFuture(Optional.empty());
    }
    int[] rows = new int[end - next];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = current.row(next + i);
    }
    next = end;
    return Future.succeededFuture(Optional.of(isAll(batch, rows) ? batch : batch.select(rows)));
  }

  private @Nullable TraceSpans current() {
    TraceSpans current = trace;
    if (current == null || next == current.size()) {
      current = traces.hasNext() ? traces.next() : null;
      trace = current;
      next = 0;
    }
    return current;
  }

  private int endOfRun(TraceSpans current, SpanBatch batch) {
    int most = Math.min(current.size(), next + MAX_CHUNK_SPANS);
    int end = next + 1;
    while (end < most && current.batch(end) == batch) {
      end++;
    }
    return end;
  }

  /** Rows of a batch ascend in a trace, so as many rows as spans are all of them. */
  private static boolean isAll(SpanBatch batch, int[] rows) {
    return rows.length == batch.size();
  }

  @Override
  public synchronized Optional<String> incomplete() {
    return budget.exhausted().isEmpty() ? Optional.empty() : Optional.of(budget.exhausted());
  }

  @Override
  public synchronized void close() {
    traces = List.<TraceSpans>of().iterator();
    trace = null;
  }
}
