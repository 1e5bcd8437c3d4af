// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import io.spoor.model.filter.SpanFilter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A search: every condition must hold on one and the same span.
 *
 * <p>Attributes match as Jaeger's tag search does: by the text form of the value, on the span, its
 * resource, scope, events or links. The keys {@code error}, {@code span.kind}, {@code span.status},
 * {@code scope.name}, {@code scope.version} and {@code resource.*} have the meaning that
 * docs/query.md lists.
 *
 * @param serviceName null for any
 * @param operationName null for any
 * @param attributes key to text form of the value
 * @param startTimeMinUnixNano earliest start, inclusive, unsigned; {@link #NO_START_MIN} for any
 * @param startTimeMaxUnixNano latest start, inclusive, unsigned; {@link #NO_START_MAX} for any
 * @param durationMinNano shortest duration, inclusive; {@link #NO_DURATION_MIN} for any
 * @param durationMaxNano longest duration, inclusive; {@link #NO_DURATION_MAX} for any
 * @param limit number of traces, at least 1
 * @param filter a condition more; null for none
 * @param after only traces that stand behind this position; null for all
 */
public record TraceQuery(
    @Nullable String serviceName,
    @Nullable String operationName,
    Map<String, String> attributes,
    long startTimeMinUnixNano,
    long startTimeMaxUnixNano,
    long durationMinNano,
    long durationMaxNano,
    int limit,
    @Nullable SpanFilter filter,
    @Nullable TracePosition after) {

  /** Any start is late enough. */
  public static final long NO_START_MIN = 0;

  /** Any start is early enough: the greatest unsigned number. */
  public static final long NO_START_MAX = -1;

  /** Any duration is long enough. */
  public static final long NO_DURATION_MIN = Long.MIN_VALUE;

  /** Any duration is short enough. */
  public static final long NO_DURATION_MAX = Long.MAX_VALUE;

  /** Copies the attributes. */
  public TraceQuery {
    attributes = Map.copyOf(attributes);
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1, was " + limit);
    }
  }

  /** The same search with another condition more; null for none. */
  public TraceQuery withFilter(@Nullable SpanFilter other) {
    return new TraceQuery(
        serviceName,
        operationName,
        attributes,
        startTimeMinUnixNano,
        startTimeMaxUnixNano,
        durationMinNano,
        durationMaxNano,
        limit,
        other,
        after);
  }

  /** A page of the same search: at most this many traces behind a position; null for all. */
  public TraceQuery withPage(int size, @Nullable TracePosition position) {
    return new TraceQuery(
        serviceName,
        operationName,
        attributes,
        startTimeMinUnixNano,
        startTimeMaxUnixNano,
        durationMinNano,
        durationMaxNano,
        size,
        filter,
        position);
  }
}
