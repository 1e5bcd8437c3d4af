// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import io.spoor.codec.wire.MemoryMeter;
import io.spoor.codec.wire.RejectedSpans;
import io.spoor.model.SpanBatchBuilder;

/**
 * Puts a span together, whatever format its parts are read from. Not thread-safe.
 *
 * <p>Order of calls: {@link #begin}; the fields, tags, references and logs in any order; {@link
 * #end}.
 */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
final class SpanAssembler {
  private static final int REMEMBERED = 16;

  private final MemoryMeter meter;
  private final RejectedSpans rejected;
  private SpanBatchBuilder builder;
  private final SpanTags tags;
  private final References references;
  private final LogFields log;

  // The scopes met last: which resource, name and version each has; its row.
  private final int[] scopeResources = new int[REMEMBERED];
  private final int[] scopeNames = new int[REMEMBERED];
  private final int[] scopeVersions = new int[REMEMBERED];
  private final int[] scopeRows = new int[REMEMBERED];
  private int scopes;

  // Of the span under way.
  private long traceIdHigh;
  private long traceIdLow;
  private long spanId;
  private long parentSpanId;
  private long startTimeUnixNano;
  private long durationNano;
  private int flags;
  private String wrongField = ""; // an id of the wrong length, which has this many bytes
  private String rightLength = "";
  private int wrongLength;

  SpanAssembler(MemoryMeter meter, RejectedSpans rejected, SpanBatchBuilder builder) {
    this.meter = meter;
    this.rejected = rejected;
    this.builder = builder;
    this.tags = new SpanTags(builder);
    this.references = new References(meter, builder);
    this.log = new LogFields(builder);
  }

  void reset(SpanBatchBuilder newBuilder) {
    builder = newBuilder;
    tags.reset(newBuilder);
    references.reset(newBuilder);
    log.reset(newBuilder);
    scopes = 0;
  }

  void begin() {
    tags.begin();
    references.begin();
    traceIdHigh = 0;
    traceIdLow = 0;
    spanId = 0;
    parentSpanId = 0;
    startTimeUnixNano = 0;
    durationNano = 0;
    flags = 0;
    wrongField = "";
  }

  void traceIdHigh(long high) {
    traceIdHigh = high;
  }

  void traceIdLow(long low) {
    traceIdLow = low;
  }

  void spanId(long id) {
    spanId = id;
  }

  void parentSpanId(long id) {
    parentSpanId = id;
  }

  void startTimeUnixNano(long nanos) {
    startTimeUnixNano = nanos;
  }

  void durationNano(long nanos) {
    durationNano = nanos;
  }

  void flags(int bits) {
    flags = bits;
  }

  /** Says that an id has the wrong length, in bytes, so that the span is to be left out. */
  void wrongLength(String field, String expected, int actual) {
    wrongField = field;
    rightLength = expected;
    wrongLength = actual;
  }

  void name(int index) {
    builder.span().name(index);
  }

  void tag(TagReader tag) {
    tags.accept(tag);
  }

  References references() {
    return references;
  }

  LogFields log() {
    return log;
  }

  /** Ends the span, or counts it as rejected where an id is zero or of the wrong length. */
  void end(int resource) {
    if (!wrongField.isEmpty()) {
      rejected.wrongLength(wrongField, rightLength, wrongLength, "bytes");
      builder.discardSpan();
    } else if ((traceIdHigh | traceIdLow) == 0) {
      rejected.allZero("trace_id");
      builder.discardSpan();
    } else if (spanId == 0) {
      rejected.allZero("span_id");
      builder.discardSpan();
    } else {
      endValid(resource);
    }
  }

  private void endValid(int resource) {
    long parent = parentSpanId != 0 ? parentSpanId : references.parent(traceIdHigh, traceIdLow);
    var span = builder.span();
    span.traceId(traceIdHigh, traceIdLow);
    span.spanId(spanId);
    span.parentSpanId(parent);
    span.startTimeUnixNano(startTimeUnixNano);
    span.endTimeUnixNano(startTimeUnixNano + durationNano);
    tags.end(flags);
    references.addLinks(traceIdHigh, traceIdLow, parent);
    builder.endSpan(scope(resource, tags.scopeName(), tags.scopeVersion()));
  }

  /** Row of a scope; one that was not met lately gets a row of its own. */
  private int scope(int resource, int name, int version) {
    int known = Math.min(scopes, REMEMBERED);
    for (int i = 0; i < known; i++) {
      if (scopeNames[i] == name && scopeVersions[i] == version && scopeResources[i] == resource) {
        return scopeRows[i];
      }
    }
    int at = scopes++ % REMEMBERED;
    scopeResources[at] = resource;
    scopeNames[at] = name;
    scopeVersions[at] = version;
    scopeRows[at] = builder.endScope(resource, name, version, 0, 0);
    meter.grown();
    return scopeRows[at];
  }
}
