// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.AttributeKeyList;
import io.spoor.model.AttributeValueList;
import io.spoor.model.Dependency;
import io.spoor.model.FoundSummaries;
import io.spoor.model.FoundTraces;
import io.spoor.model.Operation;
import io.spoor.model.OperationStatsList;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import io.spoor.model.WriteResult;
import io.spoor.telemetry.StorageMetrics;
import io.spoor.telemetry.StorageOperation;
import io.spoor.telemetry.StorageResult;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts and times what is asked of another storage, and shows what that storage holds. */
public final class MeteredTraceStorage implements TraceStorage {
  private final TraceStorage storage;
  private final StorageMetrics metrics;
  private final TraceWriter writer = new MeteredWriter();
  private final TraceReader reader = new MeteredReader();

  /** Meters {@code storage}; its usage is shown for as long as it is reachable. */
  public MeteredTraceStorage(TraceStorage storage, StorageMetrics metrics) {
    this.storage = storage;
    this.metrics = metrics;
    metrics.traces(() -> storage.usage().traces());
    metrics.retainedSpans(() -> storage.usage().spans());
    metrics.bytes(() -> storage.usage().bytes());
    metrics.evictedTraces(() -> storage.usage().evictedTraces());
    metrics.evictedSpans(() -> storage.usage().evictedSpans());
  }

  @Override
  public Future<Void> open() {
    return storage.open();
  }

  @Override
  public TraceWriter writer() {
    return writer;
  }

  @Override
  public TraceReader reader() {
    return reader;
  }

  @Override
  public Capabilities capabilities() {
    return storage.capabilities();
  }

  @Override
  public StorageUsage usage() {
    return storage.usage();
  }

  @Override
  public Optional<String> unready() {
    return storage.unready();
  }

  @Override
  public Future<Void> close() {
    return storage.close();
  }

  private <T> Future<T> timed(StorageOperation operation, Future<T> request) {
    long start = System.nanoTime();
    return request.onComplete(
        done -> metrics.requested(operation, resultOf(done.cause()), System.nanoTime() - start));
  }

  private static StorageResult resultOf(@Nullable Throwable failure) {
    if (failure == null) {
      return StorageResult.OK;
    }
    return failure instanceof StorageException e && !e.retryable()
        ? StorageResult.REJECTED
        : StorageResult.FAILED;
  }

  private final class MeteredWriter implements TraceWriter {
    @Override
    public Future<WriteResult> write(Tenant tenant, SpanBatch batch) {
      return timed(StorageOperation.WRITE, storage.writer().write(tenant, batch))
          .onSuccess(
              result -> metrics.written(result.stored(), result.deduplicated(), result.rejected()));
    }
  }

  private final class MeteredReader implements TraceReader {
    @Override
    public Future<BatchCursor> getTraces(Tenant tenant, List<TraceId> traceIds, ReadLimits limits) {
      return timed(
              StorageOperation.GET_TRACES, storage.reader().getTraces(tenant, traceIds, limits))
          .map(cursor -> new MeteredCursor(cursor, metrics));
    }

    @Override
    public Future<BatchCursor> findTraces(Tenant tenant, TraceQuery query, ReadLimits limits) {
      return timed(StorageOperation.FIND_TRACES, storage.reader().findTraces(tenant, query, limits))
          .map(cursor -> new MeteredCursor(cursor, metrics));
    }

    @Override
    public Future<FoundTraces> findTraceIds(Tenant tenant, TraceQuery query, ReadLimits limits) {
      return timed(
              StorageOperation.FIND_TRACE_IDS, storage.reader().findTraceIds(tenant, query, limits))
          .onSuccess(
              found -> {
                if (!found.incomplete().isEmpty()) {
                  metrics.incomplete();
                }
              });
    }

    @Override
    public Future<FoundSummaries> findTraceSummaries(
        Tenant tenant, TraceQuery query, ReadLimits limits) {
      return timed(
              StorageOperation.FIND_TRACE_SUMMARIES,
              storage.reader().findTraceSummaries(tenant, query, limits))
          .onSuccess(
              found -> {
                if (!found.incomplete().isEmpty()) {
                  metrics.incomplete();
                }
              });
    }

    @Override
    public Future<List<String>> getServices(Tenant tenant, ReadLimits limits) {
      return timed(StorageOperation.GET_SERVICES, storage.reader().getServices(tenant, limits));
    }

    @Override
    public Future<List<Operation>> getOperations(
        Tenant tenant, String serviceName, @Nullable SpanKind kind, ReadLimits limits) {
      return timed(
          StorageOperation.GET_OPERATIONS,
          storage.reader().getOperations(tenant, serviceName, kind, limits));
    }

    @Override
    public Future<List<Dependency>> getDependencies(
        Tenant tenant, long startUnixNano, long endUnixNano, ReadLimits limits) {
      return timed(
          StorageOperation.GET_DEPENDENCIES,
          storage.reader().getDependencies(tenant, startUnixNano, endUnixNano, limits));
    }

    @Override
    public Future<AttributeKeyList> getAttributeKeys(
        Tenant tenant, String prefix, int limit, ReadLimits limits) {
      return timed(
          StorageOperation.GET_ATTRIBUTE_KEYS,
          storage.reader().getAttributeKeys(tenant, prefix, limit, limits));
    }

    @Override
    public Future<AttributeValueList> getAttributeValues(
        Tenant tenant, String key, String prefix, int limit, ReadLimits limits) {
      return timed(
          StorageOperation.GET_ATTRIBUTE_VALUES,
          storage.reader().getAttributeValues(tenant, key, prefix, limit, limits));
    }

    @Override
    public Future<OperationStatsList> getOperationStats(
        Tenant tenant,
        @Nullable String serviceName,
        long startMinUnixNano,
        long startMaxUnixNano,
        ReadLimits limits) {
      return timed(
          StorageOperation.GET_OPERATION_STATS,
          storage
              .reader()
              .getOperationStats(tenant, serviceName, startMinUnixNano, startMaxUnixNano, limits));
    }
  }

  private record MeteredCursor(BatchCursor cursor, StorageMetrics metrics) implements BatchCursor {
    @Override
    public Future<Optional<SpanBatch>> next() {
      return cursor.next().onSuccess(this::count);
    }

    private void count(Optional<SpanBatch> chunk) {
      if (chunk.isPresent()) {
        metrics.read(chunk.get().size());
      } else if (cursor.incomplete().isPresent()) {
        metrics.incomplete();
      }
    }

    @Override
    public Optional<String> incomplete() {
      return cursor.incomplete();
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
