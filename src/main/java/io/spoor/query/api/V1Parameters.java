// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.codec.text.GoDuration;
import io.spoor.codec.text.GoSyntax;
import io.spoor.codec.text.Nanos;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Parameters of Jaeger's JSON API. What is wrong ends in an {@link ApiException} of status 400. */
final class V1Parameters {
  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;
  private static final long DEFAULT_SEARCH_NANOS = 48 * 3_600_000_000_000L;
  private static final int DEFAULT_LIMIT = 100;
  private static final long DEFAULT_LOOKBACK_MILLIS = 86_400_000;

  private final FormQuery query;
  private final InstantSource clock;

  V1Parameters(FormQuery query, InstantSource clock) {
    this.query = query;
    this.clock = clock;
  }

  /** A range of start times, unsigned nanoseconds since the epoch, both inclusive. */
  record Range(long startUnixNano, long endUnixNano) {}

  /** The parameters of a search. */
  TraceQuery search() {
    long end = time("end", MICRO, nowUnixNano());
    long start = time("start", MICRO, nowUnixNano() - DEFAULT_SEARCH_NANOS);
    Map<String, String> tags = tags();
    int limit = read("limit", GoSyntax::parseInt, DEFAULT_LIMIT);
    long min = read("minDuration", GoDuration::parseNanos, 0L);
    long max = read("maxDuration", GoDuration::parseNanos, 0L);
    String service = query.first("service");
    if (service.isEmpty()) {
      throw serviceRequired();
    }
    check(limit > 0, "invalid parameter: limit must be greater than 0");
    check(
        Long.compareUnsigned(start, end) <= 0,
        "invalid parameter: start time must be before end time");
    check(min == 0 || max == 0 || max >= min, "'maxDuration' should be greater than 'minDuration'");
    String operation = query.first("operation");
    return new TraceQuery(
        service,
        operation.isEmpty() ? null : operation,
        tags,
        start,
        end,
        min == 0 ? TraceQuery.NO_DURATION_MIN : min,
        max == 0 ? TraceQuery.NO_DURATION_MAX : max,
        limit,
        null,
        null);
  }

  /** The ids that a search names instead of conditions, in order, each once. */
  List<TraceId> traceIds() {
    return query.all("traceID").stream().map(V1Parameters::traceIdParameter).distinct().toList();
  }

  private static TraceId traceIdParameter(String text) {
    try {
      return TraceIds.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ApiException(400, "cannot parse traceID param: " + e.getMessage());
    }
  }

  boolean raw() {
    return read("raw", GoSyntax::parseBool, false);
  }

  boolean bool(String name) {
    return read(name, GoSyntax::parseBool, false);
  }

  double requiredDouble(String name) {
    try {
      return GoSyntax.parseDouble(query.first(name));
    } catch (IllegalArgumentException e) {
      throw ApiException.badParameter(name, String.valueOf(e.getMessage()));
    }
  }

  /** A number of milliseconds. */
  long millis(String name, long defaultMillis) {
    return read(name, GoSyntax::parseLong, defaultMillis);
  }

  /**
   * The time range from {@code start} to {@code end} in µs since the epoch; until now when there is
   * no end, and as long as the default when there is no start.
   */
  Range range(long defaultNanos) {
    long end = time("end", MICRO, nowUnixNano());
    long start = time("start", MICRO, Nanos.before(end, defaultNanos));
    check(
        Long.compareUnsigned(start, end) <= 0,
        "invalid parameter: start time must be before end time");
    return new Range(start, end);
  }

  /** A number of things that a list has at most. */
  int limit(int defaultLimit, int most) {
    int limit = read("limit", GoSyntax::parseInt, defaultLimit);
    if (limit < 1 || limit > most) {
      throw ApiException.badParameter("limit", "must be from 1 to " + most);
    }
    return limit;
  }

  /** The time range of the calls between services. */
  Range dependencyRange() {
    long end = time("endTs", MILLI, nowUnixNano());
    long lookback = millis("lookback", DEFAULT_LOOKBACK_MILLIS);
    if (lookback < 0) {
      throw ApiException.badParameter("lookback", "must not be negative");
    }
    return new Range(Nanos.before(end, Nanos.saturated(lookback, MILLI)), end);
  }

  static ApiException serviceRequired() {
    return ApiException.badParameter("service", "parameter 'service' is required");
  }

  private Map<String, String> tags() {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String tag : query.all("tag")) {
      int colon = tag.indexOf(':');
      check(colon >= 0, "malformed 'tag' parameter, expecting key:value, received: " + tag);
      tags.put(tag.substring(0, colon), tag.substring(colon + 1));
    }
    for (String json : query.all("tags")) {
      try {
        tags.putAll(Parameters.stringMap(json));
      } catch (IllegalArgumentException e) {
        throw new ApiException(
            400, "malformed 'tags' parameter, cannot unmarshal JSON: " + e.getMessage());
      }
    }
    return tags;
  }

  /** A time in units since the epoch, as {@link Nanos#time} has it. */
  private long time(String name, long unitNanos, long defaultUnixNano) {
    return query.first(name).isEmpty()
        ? defaultUnixNano
        : Nanos.time(read(name, GoSyntax::parseLong, 0L), unitNanos);
  }

  private <T> T read(String name, Function<String, T> parser, T defaultValue) {
    String text = query.first(name);
    if (text.isEmpty()) {
      return defaultValue;
    }
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw ApiException.badParameter(name, String.valueOf(e.getMessage()));
    }
  }

  private long nowUnixNano() {
    return Nanos.saturated(clock.millis(), MILLI);
  }

  private static void check(boolean valid, String message) {
    if (!valid) {
      throw new ApiException(400, message);
    }
  }
}
