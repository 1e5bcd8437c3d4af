// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.codec.filter.FilterJson;
import io.spoor.codec.filter.PageToken;
import io.spoor.codec.text.GoDuration;
import io.spoor.codec.text.GoSyntax;
import io.spoor.codec.text.Rfc3339;
import io.spoor.model.SpanKind;
import io.spoor.model.TracePosition;
import io.spoor.model.TraceQuery;
import io.spoor.model.filter.SpanFilter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of api_v3: in camel case, or else in the snake case of old. What is wrong ends in an
 * {@link ApiException} of status 400.
 */
final class V3Parameters {
  private static final int DEFAULT_DEPTH = 100;
  private static final String PAGE_SIZE = "query.pagination.pageSize";
  private static final String OLD_PAGE_SIZE = "query.pagination.page_size";
  private static final String PAGE_TOKEN = "query.pagination.pageToken";
  private static final String OLD_PAGE_TOKEN = "query.pagination.page_token";
  private static final List<String> REPLACED_BY_FILTER =
      List.of(
          "query.serviceName",
          "query.service_name",
          "query.operationName",
          "query.operation_name",
          "query.attributes",
          "query.durationMin",
          "query.duration_min",
          "query.durationMax",
          "query.duration_max");

  private final FormQuery query;

  V3Parameters(FormQuery query) {
    this.query = query;
  }

  /** The parameters of a search for traces, whose answer has no place for the token of a page. */
  TraceQuery search() {
    if (isPaged()) {
      throw new ApiException(
          400, "query.pagination is not possible here, ask for trace-summaries or searchDepth");
    }
    return conditions(depth());
  }

  /** The parameters of a search for summaries. */
  SummaryPage page() {
    if (!isPaged()) {
      return SummaryPage.only(conditions(depth()));
    }
    if (hasAny("query.searchDepth", "query.search_depth", "query.num_traces")) {
      throw new ApiException(400, "query.pagination and query.searchDepth cannot be combined");
    }
    int size = read(PAGE_SIZE, OLD_PAGE_SIZE, V3Parameters::pageSize, 0);
    if (size == 0) {
      throw new ApiException(400, "query.pagination.pageSize must be at least 1");
    }
    TraceQuery query = conditions(size);
    Optional<TracePosition> after =
        read(
            PAGE_TOKEN,
            OLD_PAGE_TOKEN,
            text -> Optional.of(PageToken.read(text, query)),
            Optional.empty());
    return SummaryPage.of(query, after.orElse(null));
  }

  private boolean isPaged() {
    return hasAny(PAGE_SIZE, OLD_PAGE_SIZE, PAGE_TOKEN, OLD_PAGE_TOKEN);
  }

  private boolean hasAny(String... names) {
    for (String name : names) {
      if (query.has(name)) {
        return true;
      }
    }
    return false;
  }

  private static int pageSize(String text) {
    long size = GoSyntax.parseLong(text);
    if (size < 1) {
      throw new IllegalArgumentException("must be at least 1, was " + size);
    }
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  private TraceQuery conditions(int limit) {
    SpanFilter filter = filter();
    String service = first("query.serviceName", "query.service_name");
    String operation = first("query.operationName", "query.operation_name");
    Map<String, String> attributes =
        read("query.attributes", "query.attributes", Parameters::stringMap, Map.of());
    if (first("query.startTimeMin", "query.start_time_min").isEmpty()
        || first("query.startTimeMax", "query.start_time_max").isEmpty()) {
      throw new ApiException(400, "query.startTimeMin and query.startTimeMax are required");
    }
    long start = read("query.startTimeMin", "query.start_time_min", Rfc3339::parseUnixNano, 0L);
    long end = read("query.startTimeMax", "query.start_time_max", Rfc3339::parseUnixNano, 0L);
    if (Long.compareUnsigned(start, end) >= 0) {
      throw new ApiException(400, "query.startTimeMin must be before query.startTimeMax");
    }
    long min = read("query.durationMin", "query.duration_min", GoDuration::parseNanos, 0L);
    long max = read("query.durationMax", "query.duration_max", GoDuration::parseNanos, 0L);
    if (min != 0 && max != 0 && max < min) {
      throw new ApiException(400, "query.durationMax must not be less than query.durationMin");
    }
    return new TraceQuery(
        service.isEmpty() ? null : service,
        operation.isEmpty() ? null : operation,
        attributes,
        start,
        end,
        min == 0 ? TraceQuery.NO_DURATION_MIN : min,
        max == 0 ? TraceQuery.NO_DURATION_MAX : max,
        limit,
        filter,
        null);
  }

  /** The structured filter, which takes the place of the conditions that it can say too. */
  private @Nullable SpanFilter filter() {
    if (!query.has("query.filter")) {
      return null;
    }
    for (String name : REPLACED_BY_FILTER) {
      if (!query.first(name).isEmpty()) {
        throw new ApiException(400, "query.filter and " + name + " cannot be combined");
      }
    }
    try {
      return FilterJson.read(query.first("query.filter"));
    } catch (IllegalArgumentException e) {
      throw new ApiException(400, "malformed parameter query.filter: " + e.getMessage());
    }
  }

  private int depth() {
    int oldest = read("query.num_traces", "query.num_traces", V3Parameters::depth, DEFAULT_DEPTH);
    return read("query.searchDepth", "query.search_depth", V3Parameters::depth, oldest);
  }

  /** Zero asks for the default, as it does over gRPC. */
  private static int depth(String text) {
    int depth = GoSyntax.parseInt(text);
    if (depth < 0) {
      throw new IllegalArgumentException("must not be negative");
    }
    return depth == 0 ? DEFAULT_DEPTH : depth;
  }

  boolean searchRaw() {
    return read("query.rawTraces", "query.raw_traces", GoSyntax::parseBool, false);
  }

  /** Whether a trace by id is wanted raw; its time range must be well-formed and is only a hint. */
  boolean traceRaw() {
    read("startTime", "start_time", Rfc3339::parseUnixNano, 0L);
    read("endTime", "end_time", Rfc3339::parseUnixNano, 0L);
    return read("rawTraces", "raw_traces", GoSyntax::parseBool, false);
  }

  /** The times between which calls are wanted; both are required. */
  V1Parameters.Range timeRange() {
    if (first("startTime", "start_time").isEmpty() || first("endTime", "end_time").isEmpty()) {
      throw new ApiException(400, "startTime and endTime are required");
    }
    long start = read("startTime", "start_time", Rfc3339::parseUnixNano, 0L);
    long end = read("endTime", "end_time", Rfc3339::parseUnixNano, 0L);
    if (Long.compareUnsigned(start, end) >= 0) {
      throw new ApiException(400, "startTime must be before endTime");
    }
    return new V1Parameters.Range(start, end);
  }

  Optional<SpanKind> spanKind() {
    return read("spanKind", "span_kind", Parameters::spanKind, Optional.empty());
  }

  private String first(String name, String oldName) {
    String text = query.first(name);
    return text.isEmpty() ? query.first(oldName) : text;
  }

  private <T> T read(String name, String oldName, Function<String, T> parser, T defaultValue) {
    String given = query.first(name).isEmpty() ? oldName : name;
    String text = query.first(given);
    if (text.isEmpty()) {
      return defaultValue;
    }
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new ApiException(400, "malformed parameter " + given + ": " + e.getMessage());
    }
  }
}
