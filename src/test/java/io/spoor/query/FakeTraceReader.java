// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

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
import io.spoor.storage.BatchCursor;
import io.spoor.storage.ReadLimits;
import io.spoor.storage.TraceReader;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store whose answers a test chooses. */
final class FakeTraceReader implements TraceReader {
  volatile Function<ReadLimits, Future<BatchCursor>> traces =
      limits -> Future.succeededFuture(new Chunks(List.of()));
  volatile Future<List<String>> services = Future.succeededFuture(List.of());
  volatile Future<List<Operation>> operations = Future.succeededFuture(List.of());
  volatile Future<List<Dependency>> dependencies = Future.succeededFuture(List.of());
  volatile Future<AttributeKeyList> attributeKeys =
      Future.succeededFuture(new AttributeKeyList(List.of(), true));
  volatile Future<AttributeValueList> attributeValues =
      Future.succeededFuture(new AttributeValueList(List.of(), true));
  volatile Future<OperationStatsList> operationStats =
      Future.succeededFuture(new OperationStatsList(List.of(), false));
  volatile Future<FoundSummaries> summaries =
      Future.succeededFuture(new FoundSummaries(List.of(), ""));
  volatile Future<FoundTraces> found = Future.succeededFuture(new FoundTraces(List.of(), ""));

  /** Answers every request for traces with these chunks. */
  static FakeTraceReader of(SpanBatch... chunks) {
    FakeTraceReader reader = new FakeTraceReader();
    reader.traces = limits -> Future.succeededFuture(new Chunks(List.of(chunks)));
    return reader;
  }

  /** Answers the first request for traces with this cursor. */
  static FakeTraceReader of(BatchCursor cursor) {
    FakeTraceReader reader = new FakeTraceReader();
    reader.traces = limits -> Future.succeededFuture(cursor);
    return reader;
  }

  @Override
  public Future<BatchCursor> getTraces(Tenant tenant, List<TraceId> traceIds, ReadLimits limits) {
    return traces.apply(limits);
  }

  @Override
  public Future<BatchCursor> findTraces(Tenant tenant, TraceQuery query, ReadLimits limits) {
    return traces.apply(limits);
  }

  @Override
  public Future<FoundTraces> findTraceIds(Tenant tenant, TraceQuery query, ReadLimits limits) {
    return found;
  }

  @Override
  public Future<FoundSummaries> findTraceSummaries(
      Tenant tenant, TraceQuery query, ReadLimits limits) {
    return summaries;
  }

  @Override
  public Future<List<String>> getServices(Tenant tenant, ReadLimits limits) {
    return services;
  }

  @Override
  public Future<List<Operation>> getOperations(
      Tenant tenant, String serviceName, @Nullable SpanKind kind, ReadLimits limits) {
    return operations;
  }

  @Override
  public Future<List<Dependency>> getDependencies(
      Tenant tenant, long startUnixNano, long endUnixNano, ReadLimits limits) {
    return dependencies;
  }

  @Override
  public Future<AttributeKeyList> getAttributeKeys(
      Tenant tenant, String prefix, int limit, ReadLimits limits) {
    return attributeKeys;
  }

  @Override
  public Future<AttributeValueList> getAttributeValues(
      Tenant tenant, String key, String prefix, int limit, ReadLimits limits) {
    return attributeValues;
  }

  @Override
  public Future<OperationStatsList> getOperationStats(
      Tenant tenant,
      @Nullable String serviceName,
      long startMinUnixNano,
      long startMaxUnixNano,
      ReadLimits limits) {
    return operationStats;
  }

  /** Gives chunks as fast as they are asked for. */
  static class Chunks implements BatchCursor {
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    private final List<SpanBatch> chunks;
    private final Optional<String> incomplete;

    Chunks(List<SpanBatch> chunks) {
      this(chunks, Optional.empty());
    }

    Chunks(List<SpanBatch> chunks, Optional<String> incomplete) {
      this.chunks = chunks;
      this.incomplete = incomplete;
    }

    @Override
    public Future<Optional<SpanBatch>> next() {
      int position = asked.getAndIncrement();
      return Future.succeededFuture(
          position < chunks.size() ? Optional.of(chunks.get(position)) : Optional.empty());
    }

    @Override
    public Optional<String> incomplete() {
      return incomplete;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
