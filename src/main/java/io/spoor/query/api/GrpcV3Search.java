// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.jaegertracing.api_v3.QueryServiceOuterClass.Pagination;
import io.jaegertracing.api_v3.QueryServiceOuterClass.TraceQueryParameters;
import io.spoor.codec.filter.FilterReader;
import io.spoor.codec.filter.PageToken;
import io.spoor.grpc.GrpcException;
import io.spoor.model.TracePosition;
import io.spoor.model.TraceQuery;
import io.spoor.model.filter.SpanFilter;
import org.jspecify.annotations.Nullable;

/**
 * Reads the searches of api_v3. What is wrong with one ends its call with INVALID_ARGUMENT; nothing
 * that was asked for is left out.
 */
final class GrpcV3Search {
  private GrpcV3Search() {}

  /** A search for traces, whose answer has no place for the token of a page. */
  static TraceQuery traces(boolean given, TraceQueryParameters query) {
    if (query.hasPagination()) {
      throw GrpcException.invalid(
          "pagination is not possible here, call FindTraceSummaries or give search_depth");
    }
    return conditions(given, query, GrpcValues.searchDepth(query.getSearchDepth()));
  }

  /** A search for summaries. */
  static SummaryPage page(boolean given, TraceQueryParameters query) {
    if (!query.hasPagination()) {
      return SummaryPage.only(
          conditions(given, query, GrpcValues.searchDepth(query.getSearchDepth())));
    }
    Pagination pagination = query.getPagination();
    if (query.getSearchDepth() != 0) {
      throw GrpcException.invalid("pagination and search_depth cannot be combined");
    }
    if (pagination.getPageSize() == 0) {
      throw GrpcException.invalid("pagination.page_size must be at least 1");
    }
    int size = (int) Math.min(Integer.toUnsignedLong(pagination.getPageSize()), Integer.MAX_VALUE);
    TraceQuery conditions = conditions(given, query, size);
    return SummaryPage.of(conditions, after(pagination.getPageToken(), conditions));
  }

  private static @Nullable TracePosition after(String token, TraceQuery conditions) {
    try {
      return token.isEmpty() ? null : PageToken.read(token, conditions);
    } catch (IllegalArgumentException e) {
      throw GrpcException.invalid("malformed pagination.page_token: " + e.getMessage());
    }
  }

  private static TraceQuery conditions(boolean given, TraceQueryParameters query, int limit) {
    if (!given) {
      throw GrpcException.invalid("missing query");
    }
    if (!query.hasStartTimeMin() || !query.hasStartTimeMax()) {
      throw GrpcException.invalid("start time min and max are required parameters");
    }
    long start = GrpcValues.unixNano(query.getStartTimeMin());
    long end = GrpcValues.unixNano(query.getStartTimeMax());
    if (Long.compareUnsigned(start, end) >= 0) {
      throw GrpcException.invalid("start_time_min must be before start_time_max");
    }
    long min = GrpcValues.durationMin(query.getDurationMin());
    long max = GrpcValues.durationMax(query.getDurationMax());
    if (max < min) {
      throw GrpcException.invalid("duration_max must not be less than duration_min");
    }
    return new TraceQuery(
        query.getServiceName().isEmpty() ? null : query.getServiceName(),
        query.getOperationName().isEmpty() ? null : query.getOperationName(),
        query.getAttributesMap(),
        start,
        end,
        min,
        max,
        limit,
        filter(query),
        null);
  }

  /** The structured filter, which takes the place of the conditions that it can say too. */
  private static @Nullable SpanFilter filter(TraceQueryParameters query) {
    if (!query.hasFilter()) {
      return null;
    }
    if (!query.getServiceName().isEmpty()
        || !query.getOperationName().isEmpty()
        || query.getAttributesCount() > 0
        || query.hasDurationMin()
        || query.hasDurationMax()) {
      throw GrpcException.invalid(
          "filter cannot be combined with service_name, operation_name, attributes, duration_min"
              + " or duration_max");
    }
    try {
      return FilterReader.read(query.getFilter());
    } catch (IllegalArgumentException e) {
      throw GrpcException.invalid("malformed filter: " + e.getMessage());
    }
  }
}
