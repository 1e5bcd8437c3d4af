// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.TracePosition;
import io.spoor.model.TraceQuery;
import io.spoor.model.filter.SpanFilter;
import org.jspecify.annotations.Nullable;

/** Queries that find the same, or a part of it, with less to look at. */
public final class SearchBounds {

  /**
   * A query that the same spans fulfil, in so far as they may stand behind its position: what its
   * filter asks of times, durations, names and attributes is said by its other conditions as well,
   * which every backend narrows its search by. The filter stays.
   */
  public static TraceQuery narrowed(TraceQuery query) {
    @Nullable SpanFilter filter = query.filter();
    @Nullable TracePosition after = query.after();
    TraceQuery narrowed = filter == null ? query : new ImpliedConditions(query).of(filter);
    return after == null
        ? narrowed
        : withStarts(
            narrowed,
            narrowed.startTimeMinUnixNano(),
            earlier(narrowed.startTimeMaxUnixNano(), after.startTimeUnixNano()));
  }

  /** A query that spans fulfil by which a trace may stand at a position, or before it. */
  public static TraceQuery upTo(TraceQuery query, TracePosition position) {
    long startMin = query.startTimeMinUnixNano();
    long start = position.startTimeUnixNano();
    return withStarts(
        query,
        Long.compareUnsigned(start, startMin) > 0 ? start : startMin,
        query.startTimeMaxUnixNano());
  }

  private static long earlier(long one, long other) {
    return Long.compareUnsigned(one, other) < 0 ? one : other;
  }

  private static TraceQuery withStarts(TraceQuery query, long startMin, long startMax) {
    return new TraceQuery(
        query.serviceName(),
        query.operationName(),
        query.attributes(),
        startMin,
        startMax,
        query.durationMinNano(),
        query.durationMaxNano(),
        query.limit(),
        query.filter(),
        query.after());
  }

  private SearchBounds() {}
}
