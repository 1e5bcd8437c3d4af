// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.codec.filter.FilterReader;
import io.spoor.codec.otlp.AttributeText;
import io.spoor.grpc.GrpcException;
import io.spoor.model.TraceQuery;
import io.spoor.model.filter.SpanFilter;
import jaeger.storage.v2.TraceStorage.AnyValue;
import jaeger.storage.v2.TraceStorage.KeyValue;
import jaeger.storage.v2.TraceStorage.TraceQueryParameters;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code jaeger.storage.v2.TraceQueryParameters}; what is wrong ends the call with
 * INVALID_ARGUMENT. A zero time, duration or depth, and an empty name, mean any.
 *
 * <p>Looser than the definition: a filter may stand beside other conditions, and all must hold.
 */
final class StorageQuery {
  private StorageQuery() {}

  static TraceQuery read(TraceQueryParameters query) {
    return new TraceQuery(
        name(query.getServiceName()),
        name(query.getOperationName()),
        attributes(query),
        GrpcValues.unixNano(query.getStartTimeMin()),
        query.hasStartTimeMax()
            ? GrpcValues.unixNano(query.getStartTimeMax())
            : TraceQuery.NO_START_MAX,
        GrpcValues.durationMin(query.getDurationMin()),
        GrpcValues.durationMax(query.getDurationMax()),
        GrpcValues.searchDepth(query.getSearchDepth()),
        filter(query),
        null);
  }

  private static @Nullable String name(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable SpanFilter filter(TraceQueryParameters query) {
    if (!query.hasFilter()) {
      return null;
    }
    try {
      return FilterReader.read(query.getFilter());
    } catch (IllegalArgumentException e) {
      throw GrpcException.invalid("malformed filter: " + e.getMessage());
    }
  }

  private static Map<String, String> attributes(TraceQueryParameters query) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (KeyValue attribute : query.getAttributesList()) {
      String text = text(attribute.getKey(), attribute.getValue());
      String before = attributes.putIfAbsent(attribute.getKey(), text);
      if (before != null && !before.equals(text)) {
        throw GrpcException.invalid(
            "attribute '" + attribute.getKey() + "' is given twice; a filter can hold both");
      }
    }
    return attributes;
  }

  /** The text form, by which attributes are compared. */
  private static String text(String key, AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> AttributeText.of(value.getDoubleValue());
      default ->
          throw GrpcException.invalid(
              "attribute '"
                  + key
                  + "' must be text, a boolean or a number, was "
                  + value.getValueCase());
    };
  }
}
