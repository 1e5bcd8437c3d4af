// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import io.spoor.codec.wire.MemoryMeter;
import io.spoor.codec.wire.RejectedSpans;
import io.spoor.codec.wire.ThriftReader;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.StringTableBuilder;

/** Reads {@code Span} structs of Thrift, with their references and logs. Not thread-safe. */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
final class ThriftSpanReader {
  private static final int TRACE_ID_LOW = 1 << 8 | ThriftReader.I64;
  private static final int TRACE_ID_HIGH = 2 << 8 | ThriftReader.I64;
  private static final int SPAN_ID = 3 << 8 | ThriftReader.I64;
  private static final int PARENT_SPAN_ID = 4 << 8 | ThriftReader.I64;
  private static final int OPERATION_NAME = 5 << 8 | ThriftReader.STRING;
  private static final int REFERENCES = 6 << 8 | ThriftReader.LIST;
  private static final int FLAGS = 7 << 8 | ThriftReader.I32;
  private static final int START_TIME = 8 << 8 | ThriftReader.I64;
  private static final int DURATION = 9 << 8 | ThriftReader.I64;
  private static final int TAGS = 10 << 8 | ThriftReader.LIST;
  private static final int LOGS = 11 << 8 | ThriftReader.LIST;
  private static final int REQUIRED = 0b11_1011_1110; // bits by number of the field

  private static final int LOG_TIMESTAMP = 1 << 8 | ThriftReader.I64;
  private static final int LOG_FIELDS = 2 << 8 | ThriftReader.LIST;

  private static final int REF_TYPE = 1 << 8 | ThriftReader.I32;
  private static final int REF_TRACE_ID_LOW = 2 << 8 | ThriftReader.I64;
  private static final int REF_TRACE_ID_HIGH = 3 << 8 | ThriftReader.I64;
  private static final int REF_SPAN_ID = 4 << 8 | ThriftReader.I64;
  private static final int REF_REQUIRED = 0b1_1110;

  private final ThriftReader in;
  private final MemoryMeter meter;
  private final SpanAssembler span;
  private final ThriftTagReader tags;
  private final ThriftTagReader fields;
  private StringTableBuilder strings;

  private int lastName; // of the span before: often the same again
  private int seen; // of the span under way: bits by number of the field

  // Of the reference under way.
  private int refType;
  private long refTraceIdLow;
  private long refTraceIdHigh;
  private long refSpanId;

  ThriftSpanReader(
      ThriftReader in, MemoryMeter meter, RejectedSpans rejected, SpanBatchBuilder builder) {
    this.in = in;
    this.meter = meter;
    this.span = new SpanAssembler(meter, rejected, builder);
    this.strings = builder.strings();
    this.tags = new ThriftTagReader(in, meter, strings);
    this.fields = new ThriftTagReader(in, meter, strings);
  }

  /** Forgets what the last batch looked like, and reads into this builder from now on. */
  void reset(SpanBatchBuilder builder) {
    span.reset(builder);
    strings = builder.strings();
    tags.reset(strings);
    fields.reset(strings);
    lastName = 0;
  }

  /** Reads a span of this resource as a struct at this depth, or counts it as rejected. */
  void read(int resource, int depth) {
    seen = 0;
    span.begin();
    tags.nextOwner();
    int outer = in.enterStruct(depth);
    for (int type = in.field(); type != ThriftReader.STOP; type = in.field()) {
      readField(type, depth);
    }
    in.leaveStruct(outer);
    if ((seen & REQUIRED) != REQUIRED) {
      throw missing("span", REQUIRED & ~seen);
    }
    span.end(resource);
    meter.reached(in.position());
  }

  private RuntimeException missing(String struct, int fields) {
    return in.malformed(struct + " without field " + Integer.numberOfTrailingZeros(fields));
  }

  private void readField(int type, int depth) {
    int field = in.fieldId() << 8 | type;
    switch (field) {
      case TRACE_ID_LOW -> span.traceIdLow(in.i64());
      case TRACE_ID_HIGH -> span.traceIdHigh(in.i64());
      case SPAN_ID -> span.spanId(in.i64());
      case PARENT_SPAN_ID -> span.parentSpanId(in.i64());
      case OPERATION_NAME -> {
        lastName = in.text(strings, lastName);
        span.name(lastName);
      }
      case REFERENCES -> readReferences(depth + 1);
      case FLAGS -> span.flags(in.i32());
      case START_TIME -> span.startTimeUnixNano(Times.unixNano(in.i64()));
      case DURATION -> span.durationNano(Times.durationNano(in.i64()));
      case TAGS -> readTags(depth + 1);
      case LOGS -> readLogs(depth + 1);
      default -> {
        in.skip(type, depth);
        return;
      }
    }
    seen |= 1 << (field >> 8);
  }

  private void readTags(int depth) {
    int size = in.structs();
    for (int i = 0; i < size; i++) {
      tags.read(depth + 1);
      span.tag(tags);
    }
  }

  private void readReferences(int depth) {
    int size = in.structs();
    for (int i = 0; i < size; i++) {
      readReference(depth + 1);
    }
  }

  private void readReference(int depth) {
    int seenHere = 0;
    int outer = in.enterStruct(depth);
    for (int type = in.field(); type != ThriftReader.STOP; type = in.field()) {
      seenHere |= readReferenceField(type, depth);
    }
    in.leaveStruct(outer);
    if ((seenHere & REF_REQUIRED) != REF_REQUIRED) {
      throw missing("reference", REF_REQUIRED & ~seenHere);
    }
    span.references().add(refType, refTraceIdHigh, refTraceIdLow, refSpanId);
    meter.reached(in.position());
  }

  /** Returns the bit of the field, 0 when it was skipped. */
  private int readReferenceField(int type, int depth) {
    int field = in.fieldId() << 8 | type;
    switch (field) {
      case REF_TYPE -> refType = in.i32();
      case REF_TRACE_ID_LOW -> refTraceIdLow = in.i64();
      case REF_TRACE_ID_HIGH -> refTraceIdHigh = in.i64();
      case REF_SPAN_ID -> refSpanId = in.i64();
      default -> {
        in.skip(type, depth);
        return 0;
      }
    }
    return 1 << (field >> 8);
  }

  private void readLogs(int depth) {
    int size = in.structs();
    for (int i = 0; i < size; i++) {
      readLog(depth + 1);
    }
  }

  private void readLog(int depth) {
    boolean hasTime = false;
    boolean hasFields = false;
    long time = 0;
    span.log().begin();
    fields.nextOwner();
    int outer = in.enterStruct(depth);
    for (int type = in.field(); type != ThriftReader.STOP; type = in.field()) {
      int field = in.fieldId() << 8 | type;
      if (field == LOG_TIMESTAMP) {
        hasTime = true;
        time = in.i64();
      } else if (field == LOG_FIELDS) {
        hasFields = true;
        readFields(depth + 1);
      } else {
        in.skip(type, depth);
      }
    }
    in.leaveStruct(outer);
    if (!hasTime || !hasFields) {
      throw in.malformed("log without " + (hasTime ? "fields" : "timestamp"));
    }
    span.log().end(Times.unixNano(time));
    meter.reached(in.position());
  }

  private void readFields(int depth) {
    int size = in.structs();
    for (int i = 0; i < size; i++) {
      fields.read(depth + 1);
      span.log().accept(fields);
    }
  }
}
