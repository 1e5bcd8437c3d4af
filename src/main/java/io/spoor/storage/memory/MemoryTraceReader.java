// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import io.spoor.model.AttributeKeyList;
import io.spoor.model.AttributeValueList;
import io.spoor.model.Dependency;
import io.spoor.model.FoundSummaries;
import io.spoor.model.FoundTraces;
import io.spoor.model.Operation;
import io.spoor.model.OperationStatsList;
import io.spoor.model.SpanKind;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.model.TracePosition;
import io.spoor.model.TraceQuery;
import io.spoor.storage.AttributeKeyCollector;
import io.spoor.storage.AttributeValueCollector;
import io.spoor.storage.BatchCursor;
import io.spoor.storage.DependencyCounter;
import io.spoor.storage.ReadBudget;
import io.spoor.storage.ReadLimits;
import io.spoor.storage.TraceReader;
import io.spoor.storage.TraceSummaries;
import io.spoor.storage.WorkQueue;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads snapshots of a {@link MemoryStore} on the threads of a queue. */
final class MemoryTraceReader implements TraceReader {
  private static final int TRACES_A_LOCK = 512;

  private final MemoryStore store;
  private final WorkQueue reads;

  MemoryTraceReader(MemoryStore store, WorkQueue reads) {
    this.store = store;
    this.reads = reads;
  }

  @Override
  public Future<BatchCursor> getTraces(Tenant tenant, List<TraceId> traceIds, ReadLimits limits) {
    return reads.submitted(
        () ->
            new MemoryCursor(
                store.find(tenant, new LinkedHashSet<>(traceIds)), new ReadBudget(limits)));
  }

  @Override
  public Future<BatchCursor> findTraces(Tenant tenant, TraceQuery query, ReadLimits limits) {
    return reads.submitted(
        () -> {
          ReadBudget budget = new ReadBudget(limits);
          return new MemoryCursor(store.spansOf(traces(search(tenant, query, budget))), budget);
        });
  }

  @Override
  public Future<FoundTraces> findTraceIds(Tenant tenant, TraceQuery query, ReadLimits limits) {
    return reads.submitted(
        () -> {
          ReadBudget budget = new ReadBudget(limits);
          List<TracePosition> positions =
              search(tenant, query, budget).stream().map(TraceSearch.Hit::position).toList();
          return new FoundTraces(positions, budget.exhausted());
        });
  }

  @Override
  public Future<FoundSummaries> findTraceSummaries(
      Tenant tenant, TraceQuery query, ReadLimits limits) {
    return reads.submitted(
        () -> {
          ReadBudget budget = new ReadBudget(limits);
          List<TraceSearch.Hit> hits = search(tenant, query, budget);
          List<TraceSpans> traces = store.spansOf(traces(hits));
          List<FoundSummaries.Entry> entries = new ArrayList<>(traces.size());
          for (int i = 0; i < traces.size() && budget.spend(0); i++) {
            TracePosition position = hits.get(i).position();
            entries.add(
                new FoundSummaries.Entry(
                    position, TraceSummaries.of(position.traceId(), traces.get(i))));
          }
          return new FoundSummaries(entries, budget.exhausted());
        });
  }

  private static List<StoredTrace> traces(List<TraceSearch.Hit> hits) {
    return hits.stream().map(TraceSearch.Hit::trace).toList();
  }

  private List<TraceSearch.Hit> search(Tenant tenant, TraceQuery query, ReadBudget budget) {
    return new TraceSearch(query, budget).over(store.batches(tenant));
  }

  @Override
  public Future<List<String>> getServices(Tenant tenant, ReadLimits limits) {
    return reads.submitted(() -> catalogue(tenant, limits).services());
  }

  @Override
  public Future<List<Operation>> getOperations(
      Tenant tenant, String serviceName, @Nullable SpanKind kind, ReadLimits limits) {
    return reads.submitted(() -> catalogue(tenant, limits).operations(serviceName, kind));
  }

  private Catalogue catalogue(Tenant tenant, ReadLimits limits) {
    return new Catalogue(store.batches(tenant), new ReadBudget(limits));
  }

  @Override
  public Future<List<Dependency>> getDependencies(
      Tenant tenant, long startUnixNano, long endUnixNano, ReadLimits limits) {
    return reads.submitted(
        () -> {
          ReadBudget budget = new ReadBudget(limits);
          DependencyCounter counter = new DependencyCounter(startUnixNano, endUnixNano);
          List<StoredTrace> traces = store.traces(tenant);
          for (int from = 0; from < traces.size(); from += TRACES_A_LOCK) {
            budget.spendOrFail(0);
            int to = Math.min(traces.size(), from + TRACES_A_LOCK);
            store.spansOf(traces.subList(from, to)).forEach(counter::add);
          }
          return counter.dependencies();
        });
  }

  @Override
  public Future<AttributeKeyList> getAttributeKeys(
      Tenant tenant, String prefix, int limit, ReadLimits limits) {
    return reads.submitted(
        () -> {
          AttributeKeyCollector collector = new AttributeKeyCollector(prefix, limit);
          if (!visit(tenant, limits, batch -> collector.add(batch.spans(), batch::isRetained))) {
            collector.incomplete();
          }
          return collector.keys();
        });
  }

  @Override
  public Future<AttributeValueList> getAttributeValues(
      Tenant tenant, String key, String prefix, int limit, ReadLimits limits) {
    return reads.submitted(
        () -> {
          AttributeValueCollector collector = new AttributeValueCollector(key, prefix, limit);
          if (!visit(tenant, limits, batch -> collector.add(batch.spans(), batch::isRetained))) {
            collector.incomplete();
          }
          return collector.values();
        });
  }

  /** Visits all batches; false when the limits ended it before. */
  private boolean visit(Tenant tenant, ReadLimits limits, Consumer<StoredBatch> visitor) {
    ReadBudget budget = new ReadBudget(limits);
    for (StoredBatch batch : store.batches(tenant)) {
      if (!budget.spend(batch.spans().bytes())) {
        return false;
      }
      visitor.accept(batch);
    }
    return true;
  }

  @Override
  public Future<OperationStatsList> getOperationStats(
      Tenant tenant,
      @Nullable String serviceName,
      long startMinUnixNano,
      long startMaxUnixNano,
      ReadLimits limits) {
    return reads.submitted(
        () -> {
          OperationStatsSearch search =
              new OperationStatsSearch(
                  serviceName, startMinUnixNano, startMaxUnixNano, new ReadBudget(limits));
          return new OperationStatsList(search.over(store.batches(tenant)), false);
        });
  }
}
