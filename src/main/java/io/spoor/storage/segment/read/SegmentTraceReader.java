// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.AttributeKeyList;
import io.spoor.model.AttributeValueList;
import io.spoor.model.Dependency;
import io.spoor.model.FoundTraces;
import io.spoor.model.Operation;
import io.spoor.model.OperationStatsList;
import io.spoor.model.SpanKind;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import io.spoor.storage.BatchCursor;
import io.spoor.storage.ReadLimits;
import io.spoor.storage.TraceReader;
import io.spoor.telemetry.SegmentReadMetrics;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads snapshots of a segment store, on two threads of its own. */
public final class SegmentTraceReader implements TraceReader {

  /** Starts no thread yet. */
  public SegmentTraceReader(SnapshotSource source, SegmentReadMetrics metrics) {}

  @Override
  public Future<BatchCursor> getTraces(Tenant tenant, List<TraceId> traceIds, ReadLimits limits) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<BatchCursor> findTraces(Tenant tenant, TraceQuery query, ReadLimits limits) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<FoundTraces> findTraceIds(Tenant tenant, TraceQuery query, ReadLimits limits) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<List<String>> getServices(Tenant tenant, ReadLimits limits) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<List<Operation>> getOperations(
      Tenant tenant, String serviceName, @Nullable SpanKind kind, ReadLimits limits) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<List<Dependency>> getDependencies(
      Tenant tenant, long startUnixNano, long endUnixNano, ReadLimits limits) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<AttributeKeyList> getAttributeKeys(
      Tenant tenant, String prefix, int limit, ReadLimits limits) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<AttributeValueList> getAttributeValues(
      Tenant tenant, String key, String prefix, int limit, ReadLimits limits) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<OperationStatsList> getOperationStats(
      Tenant tenant,
      @Nullable String serviceName,
      long startMinUnixNano,
      long startMaxUnixNano,
      ReadLimits limits) {
    throw new UnsupportedOperationException();
  }

  /** Takes no more requests; succeeds when the last has ended. Cursors give nothing after it. */
  public Future<Void> close() {
    throw new UnsupportedOperationException();
  }
}
