// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import io.spoor.codec.wire.MemoryMeter;
import io.spoor.codec.wire.ProtoReader;
import io.spoor.codec.wire.RejectedSpans;
import io.spoor.model.EventTableBuilder;
import io.spoor.model.LinkTableBuilder;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.SpanTableBuilder;
import io.spoor.model.StringTableBuilder;

/** Reads {@code Span} messages, with their events, links and status. Not thread-safe. */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
final class SpanReader {
  private static final int DEPTH = 3;
  private static final int TRACE_ID_BYTES = 16;
  private static final int SPAN_ID_BYTES = 8;
  private static final int ABSENT = 0;
  private static final String UNIT = "bytes";

  private final ProtoReader in;
  private final MemoryMeter meter;
  private final RejectedSpans rejected;
  private SpanBatchBuilder builder;
  private StringTableBuilder strings;
  private SpanTableBuilder span;
  private EventTableBuilder event;
  private LinkTableBuilder link;
  private final AttributeReader spanAttributes;
  private final AttributeReader eventAttributes;
  private final AttributeReader linkAttributes;

  private int lastName; // of the span before: often the same again
  private int lastEventName;

  // Of the span under way.
  private int traceIdLength;
  private boolean traceIdIsZero;
  private int spanIdLength;
  private boolean spanIdIsZero;
  private int parentSpanIdLength;
  private int wrongLinkTraceIdLength;
  private int wrongLinkSpanIdLength;

  SpanReader(ProtoReader in, MemoryMeter meter, RejectedSpans rejected, SpanBatchBuilder builder) {
    this.in = in;
    this.meter = meter;
    this.rejected = rejected;
    this.builder = builder;
    this.strings = builder.strings();
    this.span = builder.span();
    this.event = builder.event();
    this.link = builder.link();
    this.spanAttributes = new AttributeReader(in, meter, strings, span.attributes());
    this.eventAttributes = new AttributeReader(in, meter, strings, event.attributes());
    this.linkAttributes = new AttributeReader(in, meter, strings, link.attributes());
  }

  /** Forgets what the last batch looked like, and reads into this builder from now on. */
  void reset(SpanBatchBuilder newBuilder) {
    builder = newBuilder;
    strings = newBuilder.strings();
    span = newBuilder.span();
    event = newBuilder.event();
    link = newBuilder.link();
    spanAttributes.reset(strings, span.attributes());
    eventAttributes.reset(strings, event.attributes());
    linkAttributes.reset(strings, link.attributes());
    lastName = 0;
    lastEventName = 0;
  }

  /** Reads a span of this scope, or counts it as rejected. */
  void read(int scope) {
    int outer = in.enter(DEPTH);
    int start = in.position();
    int end = in.limit();
    traceIdLength = ABSENT;
    spanIdLength = ABSENT;
    parentSpanIdLength = ABSENT;
    wrongLinkTraceIdLength = -1;
    wrongLinkSpanIdLength = -1;
    spanAttributes.nextOwner();
    while (in.hasMore()) {
      readField(in.tag());
    }
    in.leave(outer);
    if (isValid()) {
      builder.endSpan(scope);
      builder.spanRange(start, end);
    } else {
      builder.discardSpan();
    }
    meter.reached(end);
  }

  private void readField(int tag) {
    switch (tag) {
      case 0x0a -> readTraceId();
      case 0x12 -> readSpanId();
      case 0x1a -> span.traceState(in.text(strings));
      case 0x22 -> readParentSpanId();
      case 0x85 -> span.flags(in.fixed32());
      case 0x2a -> readName();
      case 0x30 -> span.kind((int) in.varint());
      case 0x39 -> span.startTimeUnixNano(in.fixed64());
      case 0x41 -> span.endTimeUnixNano(in.fixed64());
      case 0x4a -> spanAttributes.read(DEPTH + 1);
      case 0x50 -> span.droppedAttributesCount((int) in.varint());
      case 0x5a -> readEvent(DEPTH + 1);
      case 0x60 -> span.droppedEventsCount((int) in.varint());
      case 0x6a -> readLink(DEPTH + 1);
      case 0x70 -> span.droppedLinksCount((int) in.varint());
      case 0x7a -> readStatus(DEPTH + 1);
      default -> in.skip(tag, DEPTH);
    }
  }

  private void readName() {
    lastName = in.text(strings, lastName);
    span.name(lastName);
  }

  private void readTraceId() {
    traceIdLength = in.length();
    int at = in.advance(traceIdLength);
    if (traceIdLength == TRACE_ID_BYTES) {
      long high = in.idAt(at);
      long low = in.idAt(at + Long.BYTES);
      traceIdIsZero = (high | low) == 0;
      span.traceId(high, low);
    }
  }

  private void readSpanId() {
    spanIdLength = in.length();
    int at = in.advance(spanIdLength);
    if (spanIdLength == SPAN_ID_BYTES) {
      long id = in.idAt(at);
      spanIdIsZero = id == 0;
      span.spanId(id);
    }
  }

  private void readParentSpanId() {
    parentSpanIdLength = in.length();
    int at = in.advance(parentSpanIdLength);
    span.parentSpanId(parentSpanIdLength == SPAN_ID_BYTES ? in.idAt(at) : 0);
  }

  private boolean isValid() {
    if (traceIdLength != TRACE_ID_BYTES) {
      rejected.wrongLength("trace_id", TRACE_ID_BYTES, traceIdLength, UNIT);
    } else if (traceIdIsZero) {
      rejected.allZero("trace_id");
    } else if (spanIdLength != SPAN_ID_BYTES) {
      rejected.wrongLength("span_id", SPAN_ID_BYTES, spanIdLength, UNIT);
    } else if (spanIdIsZero) {
      rejected.allZero("span_id");
    } else if (parentSpanIdLength != SPAN_ID_BYTES && parentSpanIdLength != ABSENT) {
      rejected.wrongLength("parent_span_id", SPAN_ID_BYTES, parentSpanIdLength, UNIT);
    } else if (wrongLinkTraceIdLength >= 0) {
      rejected.wrongLength("link trace_id", TRACE_ID_BYTES, wrongLinkTraceIdLength, UNIT);
    } else if (wrongLinkSpanIdLength >= 0) {
      rejected.wrongLength("link span_id", SPAN_ID_BYTES, wrongLinkSpanIdLength, UNIT);
    } else {
      return true;
    }
    return false;
  }

  private void readEvent(int depth) {
    int outer = in.enter(depth);
    eventAttributes.nextOwner();
    long time = 0;
    int name = 0;
    int droppedAttributesCount = 0;
    while (in.hasMore()) {
      int tag = in.tag();
      switch (tag) {
        case 0x09 -> time = in.fixed64();
        case 0x12 -> name = in.text(strings, lastEventName);
        case 0x1a -> eventAttributes.read(depth + 1);
        case 0x20 -> droppedAttributesCount = (int) in.varint();
        default -> in.skip(tag, depth);
      }
    }
    in.leave(outer);
    event.end(time, name, droppedAttributesCount);
    lastEventName = name;
    meter.reached(in.position());
  }

  private void readLink(int depth) {
    int outer = in.enter(depth);
    linkAttributes.nextOwner();
    int traceIdBytes = ABSENT;
    int spanIdBytes = ABSENT;
    int traceState = 0;
    int flags = 0;
    int droppedAttributesCount = 0;
    while (in.hasMore()) {
      int tag = in.tag();
      switch (tag) {
        case 0x0a -> traceIdBytes = readLinkTraceId();
        case 0x12 -> spanIdBytes = readLinkSpanId();
        case 0x1a -> traceState = in.text(strings);
        case 0x22 -> linkAttributes.read(depth + 1);
        case 0x28 -> droppedAttributesCount = (int) in.varint();
        case 0x35 -> flags = in.fixed32();
        default -> in.skip(tag, depth);
      }
    }
    in.leave(outer);
    link.end(traceState, flags, droppedAttributesCount);
    checkLink(traceIdBytes, spanIdBytes);
    meter.reached(in.position());
  }

  private int readLinkTraceId() {
    int length = in.length();
    int at = in.advance(length);
    if (length == TRACE_ID_BYTES) {
      link.traceId(in.idAt(at), in.idAt(at + Long.BYTES));
    } else {
      link.traceId(0, 0);
    }
    return length;
  }

  private int readLinkSpanId() {
    int length = in.length();
    int at = in.advance(length);
    link.spanId(length == SPAN_ID_BYTES ? in.idAt(at) : 0);
    return length;
  }

  private void checkLink(int traceIdBytes, int spanIdBytes) {
    if (traceIdBytes != TRACE_ID_BYTES && traceIdBytes != ABSENT) {
      wrongLinkTraceIdLength = traceIdBytes;
    }
    if (spanIdBytes != SPAN_ID_BYTES && spanIdBytes != ABSENT) {
      wrongLinkSpanIdLength = spanIdBytes;
    }
  }

  private void readStatus(int depth) {
    int outer = in.enter(depth);
    while (in.hasMore()) {
      int tag = in.tag();
      switch (tag) {
        case 0x12 -> span.statusMessage(in.text(strings));
        case 0x18 -> span.statusCode((int) in.varint());
        default -> in.skip(tag, depth);
      }
    }
    in.leave(outer);
  }
}
