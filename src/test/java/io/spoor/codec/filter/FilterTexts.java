// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.filter;

import io.spoor.model.filter.SpanFilter;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Filters as JSON texts, put together from pieces. */
public final class FilterTexts {

  /** An attribute of the span or its resource. */
  public static String attr(String key) {
    return "{\"attr\":{\"key\":\"" + key + "\"}}";
  }

  /** An attribute of a level. */
  public static String attr(String level, String key) {
    return "{\"attr\":{\"key\":\"" + key + "\",\"level\":\"" + level + "\"}}";
  }

  /** A built-in field, such as {@code span.name}. */
  public static String field(String name) {
    int dot = name.indexOf('.');
    return "{\"field\":{\"level\":\""
        + name.substring(0, dot)
        + "\",\"name\":\""
        + name.substring(dot + 1)
        + "\"}}";
  }

  /** A constant without a type. */
  public static String scalar(String value) {
    return scalar(value, "");
  }

  /** A constant with a type. */
  public static String scalar(String value, String type) {
    return "{\"scalar\":{\"value\":\"" + value + "\",\"type\":\"" + type + "\"}}";
  }

  /** A list of a type, empty for none. */
  public static String list(String type, String... values) {
    return Arrays.stream(values)
        .map(value -> '"' + value + '"')
        .collect(
            Collectors.joining(",", "{\"list\":{\"type\":\"" + type + "\",\"values\":[", "]}}"));
  }

  /** The events or the links. */
  public static String nested(String level) {
    return "{\"nested\":{\"level\":\"" + level + "\"}}";
  }

  /** A call as an argument. */
  public static String call(String op, String... args) {
    return "{\"call\":" + root(op, args) + "}";
  }

  /** A call as a filter. */
  public static String root(String op, String... args) {
    return "{\"op\":\"" + op + "\",\"args\":[" + String.join(",", args) + "]}";
  }

  /** A filter. */
  public static SpanFilter filter(String op, String... args) {
    return FilterJson.read(root(op, args));
  }

  /** Calls of {@code not} within each other, so many in all. */
  public static String nots(int depth) {
    String inner = call("exists", attr("k"));
    for (int i = 2; i < depth; i++) {
      inner = call("not", inner);
    }
    return root("not", inner);
  }

  private FilterTexts() {}
}
