// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

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
import io.spoor.model.TraceQuery;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads spans. Callable from any event loop; never blocks the caller and never throws.
 *
 * <p>Sees every span whose write was acknowledged before the call. Futures may complete on any
 * thread and fail with a {@link StorageException}. A cursor must be closed.
 *
 * <p>A read that reaches one of its {@link ReadLimits} gives what it has and says that it is
 * incomplete; one whose answer has no place for that (lists) fails, retryable. A read that is
 * refused because too many wait fails, retryable. A span without {@code service.name}, or whose
 * {@code service.name} is not a string, belongs to the service {@code ""}, which searches find and
 * which is not listed. Start times are unsigned, durations signed (docs/query.md).
 */
public interface TraceReader {

  /**
   * The spans of these traces, in the order of the ids. A trace that is not there is left out; an
   * id that is given twice counts once. The order of spans within a trace is not promised.
   */
  Future<BatchCursor> getTraces(Tenant tenant, List<TraceId> traceIds, ReadLimits limits);

  /**
   * All spans of the newest traces in which one span fulfils all conditions of the query.
   *
   * <p>Newest first: by the greatest start among a trace's matching spans, ties by unsigned trace
   * id, ascending. Exactly {@link TraceQuery#limit()} traces when so many match. Of a query with a
   * position, only those that stand behind it: whoever goes on behind the last trace of each answer
   * sees every matching trace once, but for what is written or deleted meanwhile.
   */
  Future<BatchCursor> findTraces(Tenant tenant, TraceQuery query, ReadLimits limits);

  /** The ids of the traces that {@link #findTraces} would give, in the same order. */
  Future<FoundTraces> findTraceIds(Tenant tenant, TraceQuery query, ReadLimits limits);

  /** Summaries of the traces that {@link #findTraces} would give, in the same order. */
  Future<FoundSummaries> findTraceSummaries(Tenant tenant, TraceQuery query, ReadLimits limits);

  /**
   * Names of all services of which a span is retained, the empty name left out; sorted as {@link
   * String} is, without duplicates.
   */
  Future<List<String>> getServices(Tenant tenant, ReadLimits limits);

  /**
   * Names and kinds of the retained spans of a service, sorted by name, then kind, without
   * duplicates; empty for a service that is not there. A kind whose number is not known counts as
   * unspecified.
   *
   * @param kind only this kind; null for all
   */
  Future<List<Operation>> getOperations(
      Tenant tenant, String serviceName, @Nullable SpanKind kind, ReadLimits limits);

  /**
   * Calls between services, counted over the child spans that start in [start, end], both
   * inclusive, and whose parent is retained in the same trace; sorted by parent, then child.
   *
   * <p>A span has at most one parent. That of a server span which shares its id with a client span
   * is that client span. Else it is the span with the parent's id: of several, one of kind server
   * before any other, then the one with the least service name; never the span itself. A call from
   * or to the service {@code ""} is not counted; a service's calls to itself are.
   */
  Future<List<Dependency>> getDependencies(
      Tenant tenant, long startUnixNano, long endUnixNano, ReadLimits limits);

  /**
   * Keys of the attributes of retained spans and of their resources, scopes, events and links,
   * sorted as {@link String} is: the first {@code limit} of those that begin with the prefix.
   *
   * <p>What is given is there. A backend may know only part where there are very many keys, or end
   * early at its limits; the answer then says that it is not complete, as it does when there are
   * more than {@code limit}.
   *
   * @param prefix empty for all keys; case matters
   * @param limit most keys, at least 1
   */
  Future<AttributeKeyList> getAttributeKeys(
      Tenant tenant, String prefix, int limit, ReadLimits limits);

  /**
   * Text forms (docs/query.md) of the values that an attribute has on any level, sorted as {@link
   * String} is: the first {@code limit} of those that begin with the prefix. Of the key {@code
   * resource.<key>}: the values of {@code <key>} on resources alone.
   *
   * <p>What is given is there. A backend may know only part where a key has very many values, long
   * ones, or some that are neither text, integer nor boolean, or end early at its limits; the
   * answer then says that it is not complete, as it does when there are more than {@code limit}.
   *
   * @param prefix empty for all values; case matters
   * @param limit most values, at least 1
   */
  Future<AttributeValueList> getAttributeValues(
      Tenant tenant, String key, String prefix, int limit, ReadLimits limits);

  /**
   * Calls, errors and durations by service, span name and kind, over the spans that start in [min,
   * max], both inclusive and unsigned. A kind whose number is not known counts as unspecified.
   *
   * <p>A span that was sent twice may count twice, and the answer then says that it may. Fails, not
   * retryable, when there are more operations than {@link OperationStatsCounter#MAX_OPERATIONS}.
   *
   * @param serviceName only this service; null for all, the empty name included
   */
  Future<OperationStatsList> getOperationStats(
      Tenant tenant,
      @Nullable String serviceName,
      long startMinUnixNano,
      long startMaxUnixNano,
      ReadLimits limits);
}
