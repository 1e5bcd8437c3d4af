// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import io.spoor.model.SpanKind;
import io.spoor.model.TraceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span of the demo. Attribute values are {@code String}, {@code Long}, {@code Double}, {@code
 * Boolean} or {@code List<String>}; times are nanoseconds since the epoch.
 */
final class DemoSpan {
  record Event(String name, long timeUnixNano, Map<String, Object> attributes) {}

  private final TraceId traceId;
  private final long spanId;
  private final @Nullable DemoSpan parent;
  private final DemoService service;
  private final SpanKind kind;
  private final String name;
  private final long startTimeUnixNano;
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private final List<Event> events = new ArrayList<>();
  private final List<DemoSpan> links = new ArrayList<>();
  private long endTimeUnixNano;
  private @Nullable String error;

  DemoSpan(
      TraceId traceId,
      long spanId,
      @Nullable DemoSpan parent,
      DemoService service,
      SpanKind kind,
      String name,
      long startTimeUnixNano) {
    this.traceId = traceId;
    this.spanId = spanId;
    this.parent = parent;
    this.service = service;
    this.kind = kind;
    this.name = name;
    this.startTimeUnixNano = startTimeUnixNano;
    this.endTimeUnixNano = startTimeUnixNano;
  }

  TraceId traceId() {
    return traceId;
  }

  long spanId() {
    return spanId;
  }

  @Nullable DemoSpan parent() {
    return parent;
  }

  DemoService service() {
    return service;
  }

  SpanKind kind() {
    return kind;
  }

  String name() {
    return name;
  }

  long startTimeUnixNano() {
    return startTimeUnixNano;
  }

  long endTimeUnixNano() {
    return endTimeUnixNano;
  }

  Map<String, Object> attributes() {
    return attributes;
  }

  List<Event> events() {
    return events;
  }

  /** Spans, of other traces, that caused this one. */
  List<DemoSpan> links() {
    return links;
  }

  /** The status message of a failed span. */
  @Nullable String error() {
    return error;
  }

  DemoSpan with(String key, Object value) {
    attributes.put(key, value);
    return this;
  }

  DemoSpan withAll(Map<String, ?> more) {
    attributes.putAll(more);
    return this;
  }

  DemoSpan linkedTo(DemoSpan cause) {
    links.add(cause);
    return this;
  }

  void event(String eventName, long timeUnixNano, Map<String, Object> eventAttributes) {
    events.add(new Event(eventName, timeUnixNano, eventAttributes));
  }

  void fail(String message) {
    error = message;
  }

  void end(long timeUnixNano) {
    endTimeUnixNano = timeUnixNano;
  }
}
