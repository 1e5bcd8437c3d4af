// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import io.spoor.codec.wire.MemoryMeter;
import io.spoor.codec.wire.ProtoReader;
import io.spoor.codec.wire.RejectedSpans;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.StringTableBuilder;

/** Reads {@code Span} messages of api_v2, with their references and logs. Not thread-safe. */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
final class ProtoSpanReader {
  private static final int DEPTH = 2;
  private static final int TRACE_ID_BYTES = 16;
  private static final int SHORT_TRACE_ID_BYTES = 8;
  private static final String TRACE_ID_LENGTHS = "16 or 8";
  private static final int SPAN_ID_BYTES = 8;
  private static final String SPAN_ID_LENGTH = "8";

  private final ProtoReader in;
  private final MemoryMeter meter;
  private final ProcessReader processes;
  private final SpanAssembler span;
  private final ProtoTagReader tags;
  private final ProtoTagReader fields;
  private final SpanWarnings warnings;
  private StringTableBuilder strings;

  private int lastName; // of the span before: often the same again

  // Of the span under way.
  private int resource;
  private int traceIdLength;
  private int spanIdLength;
  private long startSeconds;
  private int startNanos;
  private long durationSeconds;
  private int durationNanos;

  // What readTime read last, over what was there.
  private long seconds;
  private int nanos;

  ProtoSpanReader(
      ProtoReader in,
      MemoryMeter meter,
      RejectedSpans rejected,
      ProcessReader processes,
      SpanBatchBuilder builder) {
    this.in = in;
    this.meter = meter;
    this.processes = processes;
    this.span = new SpanAssembler(meter, rejected, builder);
    this.strings = builder.strings();
    this.tags = new ProtoTagReader(in, meter, strings);
    this.fields = new ProtoTagReader(in, meter, strings);
    this.warnings = new SpanWarnings(meter, builder);
  }

  /** Forgets what the last batch looked like, and reads into this builder from now on. */
  void reset(SpanBatchBuilder builder) {
    span.reset(builder);
    strings = builder.strings();
    tags.reset(strings);
    fields.reset(strings);
    warnings.reset(builder);
    lastName = 0;
  }

  /** Reads a span, of this resource unless it says another, or counts it as rejected. */
  void read(int batchResource) {
    resource = batchResource;
    traceIdLength = 0;
    spanIdLength = 0;
    startSeconds = 0;
    startNanos = 0;
    durationSeconds = 0;
    durationNanos = 0;
    span.begin();
    tags.nextOwner();
    int outer = in.enter(DEPTH);
    while (in.hasMore()) {
      readField(in.tag());
    }
    in.leave(outer);
    checkIds();
    span.startTimeUnixNano(Times.unixNano(startSeconds, startNanos));
    span.durationNano(Times.durationNano(durationSeconds, durationNanos));
    warnings.addAttribute();
    span.end(resource);
    meter.reached(in.position());
  }

  private void checkIds() {
    if (spanIdLength != SPAN_ID_BYTES) {
      span.wrongLength("span_id", SPAN_ID_LENGTH, spanIdLength);
    }
    if (!isTraceIdLength(traceIdLength)) {
      span.wrongLength("trace_id", TRACE_ID_LENGTHS, traceIdLength);
    }
  }

  private static boolean isTraceIdLength(int length) {
    return length == TRACE_ID_BYTES || length == SHORT_TRACE_ID_BYTES;
  }

  private void readField(int tag) {
    switch (tag) {
      case 0x0a -> readTraceId();
      case 0x12 -> readSpanId();
      case 0x1a -> {
        lastName = in.text(strings, lastName);
        span.name(lastName);
      }
      case 0x22 -> readReference(DEPTH + 1);
      case 0x28 -> span.flags((int) in.varint());
      case 0x32 -> readStartTime();
      case 0x3a -> readDuration();
      case 0x42 -> {
        tags.read(DEPTH + 1);
        span.tag(tags);
      }
      case 0x4a -> readLog(DEPTH + 1);
      case 0x52 -> resource = processes.read(DEPTH + 1);
      case 0x62 -> warnings.read(in);
      default -> in.skip(tag, DEPTH);
    }
  }

  private void readTraceId() {
    traceIdLength = in.length();
    int at = in.advance(traceIdLength);
    if (isTraceIdLength(traceIdLength)) {
      span.traceIdHigh(traceIdLength == TRACE_ID_BYTES ? in.idAt(at) : 0);
      span.traceIdLow(in.idAt(at + traceIdLength - Long.BYTES));
    }
  }

  private void readSpanId() {
    spanIdLength = in.length();
    int at = in.advance(spanIdLength);
    if (spanIdLength == SPAN_ID_BYTES) {
      span.spanId(in.idAt(at));
    }
  }

  private void readStartTime() {
    seconds = startSeconds;
    nanos = startNanos;
    readTime(DEPTH + 1);
    startSeconds = seconds;
    startNanos = nanos;
  }

  private void readDuration() {
    seconds = durationSeconds;
    nanos = durationNanos;
    readTime(DEPTH + 1);
    durationSeconds = seconds;
    durationNanos = nanos;
  }

  /** Reads a {@code Timestamp} or {@code Duration}, which have the same fields. */
  private void readTime(int depth) {
    int outer = in.enter(depth);
    while (in.hasMore()) {
      int tag = in.tag();
      switch (tag) {
        case 0x08 -> seconds = in.varint();
        case 0x10 -> nanos = (int) in.varint();
        default -> in.skip(tag, depth);
      }
    }
    in.leave(outer);
  }

  private void readReference(int depth) {
    int type = 0;
    long traceIdHigh = 0;
    long traceIdLow = 0;
    long spanId = 0;
    int outer = in.enter(depth);
    while (in.hasMore()) {
      int tag = in.tag();
      switch (tag) {
        case 0x0a -> {
          int length = in.length();
          int at = in.advance(length);
          traceIdHigh = length == TRACE_ID_BYTES ? in.idAt(at) : 0;
          traceIdLow = isTraceIdLength(length) ? in.idAt(at + length - Long.BYTES) : 0;
          checkReference("reference trace_id", TRACE_ID_LENGTHS, length, isTraceIdLength(length));
        }
        case 0x12 -> {
          int length = in.length();
          int at = in.advance(length);
          spanId = length == SPAN_ID_BYTES ? in.idAt(at) : 0;
          checkReference("reference span_id", SPAN_ID_LENGTH, length, length == SPAN_ID_BYTES);
        }
        case 0x18 -> type = (int) in.varint();
        default -> in.skip(tag, depth);
      }
    }
    in.leave(outer);
    span.references().add(type, traceIdHigh, traceIdLow, spanId);
    meter.reached(in.position());
  }

  private void checkReference(String field, String expected, int length, boolean isRight) {
    if (!isRight && length != 0) {
      span.wrongLength(field, expected, length);
    }
  }

  private void readLog(int depth) {
    long logSeconds = 0;
    int logNanos = 0;
    span.log().begin();
    fields.nextOwner();
    int outer = in.enter(depth);
    while (in.hasMore()) {
      int tag = in.tag();
      switch (tag) {
        case 0x0a -> {
          seconds = logSeconds;
          nanos = logNanos;
          readTime(depth + 1);
          logSeconds = seconds;
          logNanos = nanos;
        }
        case 0x12 -> {
          fields.read(depth + 1);
          span.log().accept(fields);
        }
        default -> in.skip(tag, depth);
      }
    }
    in.leave(outer);
    span.log().end(Times.unixNano(logSeconds, logNanos));
    meter.reached(in.position());
  }
}
