// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.Dependency;
import io.spoor.model.FoundTraces;
import io.spoor.model.Operation;
import io.spoor.model.SpanKind;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads spans. Callable from any event loop; never blocks the caller and never throws.
 *
 * <p>Sees every span whose write was acknowledged before the call. Futures may complete on any
 * thread and fail with a {@link StorageException}. A cursor must be closed.
 */
public interface TraceReader {

  /**
   * The spans of these traces, in the order of the ids. A trace that is not there is left out; an
   * id that is given twice counts once.
   */
  Future<BatchCursor> getTraces(Tenant tenant, List<TraceId> traceIds, ReadLimits limits);

  /**
   * All spans of the newest traces in which one span fulfils all conditions of the query.
   *
   * <p>Newest first: by the greatest start among a trace's matching spans, ties by unsigned trace
   * id, ascending. Exactly {@link TraceQuery#limit()} traces when so many match.
   */
  Future<BatchCursor> findTraces(Tenant tenant, TraceQuery query, ReadLimits limits);

  /** The ids of the traces that {@link #findTraces} would give, in the same order. */
  Future<FoundTraces> findTraceIds(Tenant tenant, TraceQuery query, ReadLimits limits);

  /** Names of all services of which a span is retained, sorted, without duplicates. */
  Future<List<String>> getServices(Tenant tenant, ReadLimits limits);

  /**
   * Names and kinds of the retained spans of a service, sorted by name, then kind, without
   * duplicates.
   *
   * @param kind only this kind; null for all
   */
  Future<List<Operation>> getOperations(
      Tenant tenant, String serviceName, @Nullable SpanKind kind, ReadLimits limits);

  /**
   * Calls between services, counted over the child spans that start in [start, end], both
   * inclusive, and whose parent is retained; sorted by parent, then child.
   */
  Future<List<Dependency>> getDependencies(
      Tenant tenant, long startUnixNano, long endUnixNano, ReadLimits limits);
}
