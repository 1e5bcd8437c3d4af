// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import io.spoor.model.OperationStats;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.SpanTable;
import io.spoor.model.StatusCode;
import io.spoor.model.TraceQuery;
import io.spoor.storage.BatchMatcher;
import io.spoor.storage.OperationStatsCounter;
import io.spoor.storage.ReadBudget;
import io.spoor.storage.SpanMatcher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the spans of a snapshot of batches by operation. */
final class OperationStatsSearch {
  private final TraceQuery query;
  private final SpanMatcher matcher;
  private final ReadBudget budget;
  private final OperationStatsCounter counter = new OperationStatsCounter();

  OperationStatsSearch(@Nullable String serviceName, long min, long max, ReadBudget budget) {
    this.query =
        new TraceQuery(
            serviceName,
            null,
            Map.of(),
            min,
            max,
            TraceQuery.NO_DURATION_MIN,
            TraceQuery.NO_DURATION_MAX,
            1,
            null,
            null);
    this.matcher = SpanMatcher.of(query);
    this.budget = budget;
  }

  List<OperationStats> over(StoredBatch[] batches) {
    for (StoredBatch batch : batches) {
      if (batch.mayStartWithin(query.startTimeMinUnixNano(), query.startTimeMaxUnixNano())) {
        budget.spendOrFail(batch.spans().bytes());
        count(batch);
      }
    }
    return counter.stats();
  }

  private void count(StoredBatch stored) {
    SpanBatch batch = stored.spans();
    SpanTable spans = batch.spans();
    BatchMatcher bound = matcher.on(batch);
    OperationsOfBatch operations = new OperationsOfBatch(batch);
    for (int row = 0; bound.isPossible() && row < spans.size(); row++) {
      if (stored.trace(row) != null && bound.matches(row)) {
        boolean isError = spans.statusCode(row) == StatusCode.ERROR.number();
        operations.of(row).add(spans.durationNano(row), isError);
      }
    }
  }

  /** Looks each operation of a batch up once. */
  private final class OperationsOfBatch {
    private final SpanBatch batch;
    private final Map<Place, OperationStatsCounter.Counts> counts = new HashMap<>();

    /** An operation by its numbers in the batch. */
    private record Place(int resource, int name, SpanKind kind) {}

    OperationsOfBatch(SpanBatch batch) {
      this.batch = batch;
    }

    OperationStatsCounter.Counts of(int row) {
      SpanTable spans = batch.spans();
      Place place = new Place(batch.resourceOf(row), spans.name(row), SpanKind.of(spans.kind(row)));
      return counts.computeIfAbsent(place, this::lookedUp);
    }

    private OperationStatsCounter.Counts lookedUp(Place place) {
      return counter.of(
          Catalogue.serviceName(batch, place.resource),
          batch.strings().string(place.name),
          place.kind);
    }
  }
}
