// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

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
import io.spoor.storage.BatchCursor;
import io.spoor.storage.ReadLimits;
import io.spoor.storage.StorageException;
import io.spoor.storage.TraceReader;
import io.spoor.storage.WorkQueue;
import io.spoor.telemetry.SegmentReadMetrics;
import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads snapshots of a segment store, on threads {@code segment-reader}. Each read takes a snapshot
 * of its own and gives it back at its end; that of a cursor is given back with the cursor.
 *
 * <p>Parts of blocks that are damaged are left out: answers say so, lists fail.
 */
public final class SegmentTraceReader implements TraceReader {
  private static final int WAITING_READS = 256;

  private final SnapshotSource source;
  private final SegmentReadMetrics metrics;
  private final WorkQueue reads;

  /** Reads on this number of threads. Starts none yet. */
  public SegmentTraceReader(SnapshotSource source, int threads, SegmentReadMetrics metrics) {
    this.source = source;
    this.metrics = metrics;
    this.reads = new WorkQueue("segment-reader", threads, WAITING_READS);
  }

  @Override
  public Future<BatchCursor> getTraces(Tenant tenant, List<TraceId> traceIds, ReadLimits limits) {
    return cursor(tenant, limits, (snapshot, reading) -> distinct(traceIds));
  }

  private static List<TraceId> distinct(List<TraceId> traceIds) {
    return List.copyOf(new LinkedHashSet<>(traceIds));
  }

  @Override
  public Future<BatchCursor> findTraces(Tenant tenant, TraceQuery query, ReadLimits limits) {
    return cursor(
        tenant, limits, (snapshot, reading) -> idsOf(PageSearch.over(snapshot, query, reading)));
  }

  private static List<TraceId> idsOf(List<TracePosition> positions) {
    return positions.stream().map(TracePosition::traceId).toList();
  }

  private Future<BatchCursor> cursor(
      Tenant tenant, ReadLimits limits, BiFunction<StoreSnapshot, Reading, List<TraceId>> traces) {
    return reads.submitted(
        () -> {
          Reading reading = new Reading(limits, metrics);
          StoreSnapshot snapshot = source.acquire(tenant);
          try {
            return new SegmentCursor(reads, snapshot, traces.apply(snapshot, reading), reading);
          } catch (RuntimeException | Error e) {
            snapshot.close();
            throw e;
          }
        });
  }

  @Override
  public Future<FoundTraces> findTraceIds(Tenant tenant, TraceQuery query, ReadLimits limits) {
    return answer(
        tenant,
        limits,
        (snapshot, reading) ->
            new FoundTraces(PageSearch.over(snapshot, query, reading), reading.incomplete()));
  }

  @Override
  public Future<FoundSummaries> findTraceSummaries(
      Tenant tenant, TraceQuery query, ReadLimits limits) {
    return answer(
        tenant,
        limits,
        (snapshot, reading) ->
            new SummarySearch(snapshot, reading)
                .summaries(PageSearch.over(snapshot, query, reading)));
  }

  @Override
  public Future<List<String>> getServices(Tenant tenant, ReadLimits limits) {
    return list(
        tenant, limits, (snapshot, reading) -> new ServiceCatalogue(snapshot, reading).services());
  }

  @Override
  public Future<List<Operation>> getOperations(
      Tenant tenant, String serviceName, @Nullable SpanKind kind, ReadLimits limits) {
    return list(
        tenant,
        limits,
        (snapshot, reading) ->
            new ServiceCatalogue(snapshot, reading).operations(serviceName, kind));
  }

  @Override
  public Future<List<Dependency>> getDependencies(
      Tenant tenant, long startUnixNano, long endUnixNano, ReadLimits limits) {
    return list(
        tenant,
        limits,
        (snapshot, reading) ->
            new CallSearch(startUnixNano, endUnixNano, snapshot, reading).dependencies());
  }

  @Override
  public Future<AttributeKeyList> getAttributeKeys(
      Tenant tenant, String prefix, int limit, ReadLimits limits) {
    return answer(
        tenant,
        limits,
        (snapshot, reading) -> new AttributeCatalogue(snapshot, reading).keys(prefix, limit));
  }

  @Override
  public Future<AttributeValueList> getAttributeValues(
      Tenant tenant, String key, String prefix, int limit, ReadLimits limits) {
    return answer(
        tenant,
        limits,
        (snapshot, reading) ->
            new AttributeCatalogue(snapshot, reading).values(key, prefix, limit));
  }

  @Override
  public Future<OperationStatsList> getOperationStats(
      Tenant tenant,
      @Nullable String serviceName,
      long startMinUnixNano,
      long startMaxUnixNano,
      ReadLimits limits) {
    return list(
        tenant,
        limits,
        (snapshot, reading) ->
            new OperationStatsSearch(serviceName, startMinUnixNano, startMaxUnixNano, reading)
                .over(snapshot));
  }

  /** An answer that has no place to say that it is incomplete: it fails instead. */
  private <T> Future<T> list(
      Tenant tenant, ReadLimits limits, BiFunction<StoreSnapshot, Reading, T> read) {
    return answer(
        tenant,
        limits,
        (snapshot, reading) -> {
          T answer;
          try {
            answer = read.apply(snapshot, reading);
          } catch (LimitReachedException e) {
            throw StorageException.retryable(reading.incomplete(), null);
          }
          reading.failIfIncomplete();
          return answer;
        });
  }

  private <T> Future<T> answer(
      Tenant tenant, ReadLimits limits, BiFunction<StoreSnapshot, Reading, T> read) {
    return reads.submitted(
        () -> {
          Reading reading = new Reading(limits, metrics);
          try (StoreSnapshot snapshot = source.acquire(tenant)) {
            return read.apply(snapshot, reading);
          } finally {
            reading.report();
          }
        });
  }

  /** Takes no more requests; succeeds when the last has ended. Cursors give nothing after it. */
  public Future<Void> close() {
    return reads.close();
  }
}
