// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import io.spoor.codec.wire.MemoryMeter;
import io.spoor.codec.wire.RejectedSpans;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.SpanTableBuilder;
import java.io.IOException;

/** Reads {@code Span} objects, with their events, links and status. Not thread-safe. */
final class JsonSpanReader {
  private static final int DEPTH = 3; // as a protobuf message
  private static final int TRACE_ID_DIGITS = 32;
  private static final int SPAN_ID_DIGITS = 16;
  private static final String UNIT = "hexadecimal digits";

  private final JsonInput in;
  private final MemoryMeter meter;
  private final RejectedSpans rejected;
  private final SpanBatchBuilder builder;
  private final SpanTableBuilder span;
  private final JsonAttributeReader attributes;

  // Of the span under way.
  private String traceId = "";
  private String spanId = "";
  private String parentSpanId = "";
  private String wrongLinkTraceId = "";
  private String wrongLinkSpanId = "";

  JsonSpanReader(
      JsonInput in,
      MemoryMeter meter,
      RejectedSpans rejected,
      SpanBatchBuilder builder,
      JsonAttributeReader attributes) {
    this.in = in;
    this.meter = meter;
    this.rejected = rejected;
    this.builder = builder;
    this.span = builder.span();
    this.attributes = attributes;
  }

  /** Reads a span of this scope, or counts it as rejected. */
  void read(int scope) throws IOException {
    traceId = "";
    spanId = "";
    parentSpanId = "";
    wrongLinkTraceId = "";
    wrongLinkSpanId = "";
    if (in.isObject()) {
      while (in.nextField()) {
        readField(in.field());
      }
    }
    if (setIds()) {
      builder.endSpan(scope);
    } else {
      builder.discardSpan();
    }
    meter.grown();
  }

  private void readField(String field) throws IOException {
    switch (field) {
      case "traceId", "trace_id" -> traceId = in.text();
      case "spanId", "span_id" -> spanId = in.text();
      case "parentSpanId", "parent_span_id" -> parentSpanId = in.text();
      case "traceState", "trace_state" -> span.traceState(builder.strings().text(in.text()));
      case "flags" -> span.flags(in.uint32());
      case "name" -> span.name(builder.strings().text(in.text()));
      case "kind" ->
          span.kind(
              in.enumeration(
                  "SPAN_KIND_",
                  "UNSPECIFIED",
                  "INTERNAL",
                  "SERVER",
                  "CLIENT",
                  "PRODUCER",
                  "CONSUMER"));
      case "startTimeUnixNano", "start_time_unix_nano" -> span.startTimeUnixNano(in.uint64());
      case "endTimeUnixNano", "end_time_unix_nano" -> span.endTimeUnixNano(in.uint64());
      case "attributes" -> attributes.read(span.attributes(), DEPTH + 1);
      case "droppedAttributesCount", "dropped_attributes_count" ->
          span.droppedAttributesCount(in.uint32());
      case "events" -> readEvents();
      case "droppedEventsCount", "dropped_events_count" -> span.droppedEventsCount(in.uint32());
      case "links" -> readLinks();
      case "droppedLinksCount", "dropped_links_count" -> span.droppedLinksCount(in.uint32());
      case "status" -> readStatus();
      default -> in.skip();
    }
  }

  private boolean setIds() {
    if (traceId.length() != TRACE_ID_DIGITS) {
      rejected.wrongLength("traceId", TRACE_ID_DIGITS, traceId.length(), UNIT);
    } else if (spanId.length() != SPAN_ID_DIGITS) {
      rejected.wrongLength("spanId", SPAN_ID_DIGITS, spanId.length(), UNIT);
    } else if (!parentSpanId.isEmpty() && parentSpanId.length() != SPAN_ID_DIGITS) {
      rejected.wrongLength("parentSpanId", SPAN_ID_DIGITS, parentSpanId.length(), UNIT);
    } else if (!wrongLinkTraceId.isEmpty()) {
      rejected.wrongLength("link traceId", TRACE_ID_DIGITS, wrongLinkTraceId.length(), UNIT);
    } else if (!wrongLinkSpanId.isEmpty()) {
      rejected.wrongLength("link spanId", SPAN_ID_DIGITS, wrongLinkSpanId.length(), UNIT);
    } else {
      return setIdsOfRightLength();
    }
    return false;
  }

  private boolean setIdsOfRightLength() {
    long high = in.hex(traceId, 0, 16);
    long low = in.hex(traceId, 16, 32);
    long id = in.hex(spanId, 0, 16);
    span.traceId(high, low);
    span.spanId(id);
    span.parentSpanId(in.hex(parentSpanId, 0, parentSpanId.length()));
    if ((high | low) == 0) {
      rejected.allZero("traceId");
      return false;
    }
    if (id == 0) {
      rejected.allZero("spanId");
      return false;
    }
    return true;
  }

  private void readEvents() throws IOException {
    if (!in.isArray()) {
      return;
    }
    while (in.nextElement()) {
      readEvent();
      meter.grown();
    }
  }

  private void readEvent() throws IOException {
    long time = 0;
    int name = 0;
    int droppedAttributesCount = 0;
    if (in.isObject()) {
      while (in.nextField()) {
        switch (in.field()) {
          case "timeUnixNano", "time_unix_nano" -> time = in.uint64();
          case "name" -> name = builder.strings().text(in.text());
          case "attributes" -> attributes.read(builder.event().attributes(), DEPTH + 2);
          case "droppedAttributesCount", "dropped_attributes_count" ->
              droppedAttributesCount = in.uint32();
          default -> in.skip();
        }
      }
    }
    builder.event().end(time, name, droppedAttributesCount);
  }

  private void readLinks() throws IOException {
    if (!in.isArray()) {
      return;
    }
    while (in.nextElement()) {
      readLink();
      meter.grown();
    }
  }

  private void readLink() throws IOException {
    int traceState = 0;
    int flags = 0;
    int droppedAttributesCount = 0;
    if (in.isObject()) {
      while (in.nextField()) {
        switch (in.field()) {
          case "traceId", "trace_id" -> readLinkTraceId(in.text());
          case "spanId", "span_id" -> readLinkSpanId(in.text());
          case "traceState", "trace_state" -> traceState = builder.strings().text(in.text());
          case "attributes" -> attributes.read(builder.link().attributes(), DEPTH + 2);
          case "droppedAttributesCount", "dropped_attributes_count" ->
              droppedAttributesCount = in.uint32();
          case "flags" -> flags = in.uint32();
          default -> in.skip();
        }
      }
    }
    builder.link().end(traceState, flags, droppedAttributesCount);
  }

  private void readLinkTraceId(String id) {
    if (id.length() == TRACE_ID_DIGITS) {
      builder.link().traceId(in.hex(id, 0, 16), in.hex(id, 16, 32));
    } else {
      wrongLinkTraceId = wrongLinkTraceId.isEmpty() ? id : wrongLinkTraceId;
    }
  }

  private void readLinkSpanId(String id) {
    if (id.length() == SPAN_ID_DIGITS) {
      builder.link().spanId(in.hex(id, 0, 16));
    } else {
      wrongLinkSpanId = wrongLinkSpanId.isEmpty() ? id : wrongLinkSpanId;
    }
  }

  private void readStatus() throws IOException {
    if (!in.isObject()) {
      return;
    }
    while (in.nextField()) {
      switch (in.field()) {
        case "message" -> span.statusMessage(builder.strings().text(in.text()));
        case "code" -> span.statusCode(in.enumeration("STATUS_CODE_", "UNSET", "OK", "ERROR"));
        default -> in.skip();
      }
    }
  }
}
