// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.spoor.codec.filter.FilterWriter;
import io.spoor.codec.filter.PageToken;
import io.spoor.model.TraceQuery;
import io.spoor.model.filter.Operand.Constant;
import io.spoor.model.filter.Operand.Field;
import io.spoor.model.filter.SpanField;
import io.spoor.model.filter.SpanFilter;
import io.spoor.model.filter.SpanFilter.And;
import io.spoor.model.filter.SpanFilter.Comparison;
import io.spoor.model.filter.SpanFilter.Exists;
import io.spoor.model.filter.SpanFilter.Not;
import io.spoor.model.filter.SpanFilter.Operator;
import io.spoor.model.filter.SpanFilter.Or;
import io.spoor.model.filter.ValueType;
import jaeger.storage.v2.TraceStorage.AnyValue;
import jaeger.storage.v2.TraceStorage.KeyValue;
import jaeger.storage.v2.TraceStorage.Pagination;
import jaeger.storage.v2.TraceStorage.TraceQueryParameters;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a search as {@code jaeger.storage.v2.TraceQueryParameters}.
 *
 * <p>The fields of that message take an empty name and a zero duration for "any". A search that
 * means the empty name, or zero, says so in the structured filter instead.
 */
final class RemoteQuery {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private RemoteQuery() {}

  static TraceQueryParameters of(TraceQuery query) {
    TraceQuery sent = expressible(query);
    TraceQueryParameters.Builder message = TraceQueryParameters.newBuilder();
    if (sent.after() == null) {
      message.setSearchDepth(sent.limit());
    } else {
      message.setPagination(
          Pagination.newBuilder()
              .setPageSize(sent.limit())
              .setPageToken(PageToken.write(sent, sent.after())));
    }
    if (sent.serviceName() != null) {
      message.setServiceName(sent.serviceName());
    }
    if (sent.operationName() != null) {
      message.setOperationName(sent.operationName());
    }
    sent.attributes()
        .forEach(
            (key, value) ->
                message.addAttributes(
                    KeyValue.newBuilder()
                        .setKey(key)
                        .setValue(AnyValue.newBuilder().setStringValue(value))));
    addTimes(sent, message);
    if (sent.filter() != null) {
      message.setFilter(FilterWriter.write(sent.filter()));
    }
    return message.build();
  }

  private static void addTimes(TraceQuery sent, TraceQueryParameters.Builder message) {
    if (sent.startTimeMinUnixNano() != TraceQuery.NO_START_MIN) {
      message.setStartTimeMin(timestamp(sent.startTimeMinUnixNano()));
    }
    if (sent.startTimeMaxUnixNano() != TraceQuery.NO_START_MAX) {
      message.setStartTimeMax(timestamp(sent.startTimeMaxUnixNano()));
    }
    if (sent.durationMinNano() != TraceQuery.NO_DURATION_MIN) {
      message.setDurationMin(duration(sent.durationMinNano()));
    }
    if (sent.durationMaxNano() != TraceQuery.NO_DURATION_MAX) {
      message.setDurationMax(duration(sent.durationMaxNano()));
    }
  }

  /** The same search, in what the message can say: as the server reads it. */
  private static TraceQuery expressible(TraceQuery query) {
    List<SpanFilter> filters = new ArrayList<>();
    if (query.filter() != null) {
      filters.add(query.filter());
    }
    if ("".equals(query.serviceName())) {
      // The service of spans without a name is the empty one; a filter tells the two apart.
      filters.add(
          new Or(
              List.of(
                  isEmpty(SpanField.RESOURCE_SERVICE),
                  new Not(new Exists(new Field(SpanField.RESOURCE_SERVICE))))));
    }
    if ("".equals(query.operationName())) {
      filters.add(isEmpty(SpanField.SPAN_NAME));
    }
    if (query.durationMinNano() == 0) {
      filters.add(zeroDuration(Operator.GTE));
    }
    if (query.durationMaxNano() == 0) {
      filters.add(zeroDuration(Operator.LTE));
    }
    return new TraceQuery(
        "".equals(query.serviceName()) ? null : query.serviceName(),
        "".equals(query.operationName()) ? null : query.operationName(),
        query.attributes(),
        query.startTimeMinUnixNano(),
        query.startTimeMaxUnixNano(),
        query.durationMinNano() == 0 ? TraceQuery.NO_DURATION_MIN : query.durationMinNano(),
        query.durationMaxNano() == 0 ? TraceQuery.NO_DURATION_MAX : query.durationMaxNano(),
        query.limit(),
        filters.isEmpty() ? null : filters.size() == 1 ? filters.get(0) : new And(filters),
        query.after());
  }

  private static SpanFilter isEmpty(SpanField field) {
    return new Comparison(Operator.EQ, new Field(field), new Constant("", ValueType.STRING));
  }

  private static SpanFilter zeroDuration(Operator operator) {
    return new Comparison(
        operator, new Field(SpanField.SPAN_DURATION), new Constant("0s", ValueType.DURATION, 0));
  }

  /** Of unsigned nanoseconds since the epoch. */
  static Timestamp timestamp(long unixNano) {
    return Timestamp.newBuilder()
        .setSeconds(Long.divideUnsigned(unixNano, NANOS_PER_SECOND))
        .setNanos((int) Long.remainderUnsigned(unixNano, NANOS_PER_SECOND))
        .build();
  }

  /** The unsigned nanoseconds since the epoch of a time that a server gives. */
  static long unixNano(Timestamp time) {
    return time.getSeconds() * NANOS_PER_SECOND + time.getNanos();
  }

  private static Duration duration(long nanos) {
    return Duration.newBuilder()
        .setSeconds(nanos / NANOS_PER_SECOND)
        .setNanos((int) (nanos % NANOS_PER_SECOND))
        .build();
  }
}
