// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import io.spoor.codec.wire.ThriftReader;
import io.spoor.model.AttributeType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads lists of {@code zipkincore.Span}. Not thread-safe. */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class ThriftSpans {
  private static final int BOOL = 0;
  private static final int I16 = 2;
  private static final int I32 = 3;
  private static final int I64 = 4;
  private static final int STRING = 6;

  /** Bytes of a value by its type, doubles last; -1 where that is not fixed. */
  private static final int[] WIDTHS = {1, -1, Short.BYTES, Integer.BYTES, Long.BYTES, Long.BYTES};

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final ThriftReader in;
  private final SpanSink sink;
  private final SpanDraft draft;
  private final V1Draft span;
  private final AddressText addresses = new AddressText();
  private final EndpointDraft host = new EndpointDraft(); // of the annotation under way

  // Text or bytes of the annotation under way.
  private int keyStart;
  private int keyLength;
  private int valueStart;
  private int valueLength;

  ThriftSpans(ThriftReader in, SpanSink sink) {
    this.in = in;
    this.sink = sink;
    this.draft = sink.draft();
    this.span = new V1Draft(sink);
  }

  /** Reads a list whose elements lie at this depth. */
  void readList(int depth) {
    int size = in.list();
    checkStructs(size);
    for (int i = 0; i < size; i++) {
      readSpan(depth + 1);
      sink.reached(in.position());
    }
  }

  private void checkStructs(int size) {
    if (size > 0 && in.elementType() != ThriftReader.STRUCT) {
      throw in.malformed("list of type " + in.elementType() + " instead of structs");
    }
  }

  private void readSpan(int depth) {
    int outer = in.enterStruct(depth);
    span.clear();
    for (int type = in.field(); type != ThriftReader.STOP; type = in.field()) {
      readField(in.fieldId(), type, depth);
    }
    span.end();
    in.leaveStruct(outer);
  }

  private void readField(int id, int type, int depth) {
    if (type == ThriftReader.I64) {
      number(id, in.i64());
    } else if (id == 3 && type == ThriftReader.STRING) {
      int length = in.length();
      draft.name = sink.builder().strings().text(in.bytes(), in.advance(length), length);
    } else if ((id == 6 || id == 8) && type == ThriftReader.LIST) {
      readAnnotations(id == 8, depth + 1);
    } else if (id == 9 && type == ThriftReader.BOOL) {
      draft.debug = in.bool();
    } else {
      in.skip(type, depth);
    }
  }

  private void number(int id, long number) {
    switch (id) {
      case 1 -> draft.traceIdLow = number;
      case 4 -> draft.spanId = number;
      case 5 -> {
        draft.hasParent = true;
        draft.parentSpanId = number;
      }
      case 10 -> draft.timestampMicros = number;
      case 11 -> draft.durationMicros = number;
      case 12 -> draft.traceIdHigh = number;
      default -> {} // of a newer version
    }
  }

  private void readAnnotations(boolean binary, int depth) {
    int size = in.list();
    checkStructs(size);
    for (int i = 0; i < size; i++) {
      if (binary) {
        readBinaryAnnotation(depth + 1);
      } else {
        readAnnotation(depth + 1);
      }
      sink.reached(in.position());
    }
  }

  private void readAnnotation(int depth) {
    int outer = in.enterStruct(depth);
    long timeMicros = 0;
    host.clear();
    valueStart = 0;
    valueLength = 0;
    for (int type = in.field(); type != ThriftReader.STOP; type = in.field()) {
      int id = in.fieldId();
      if (id == 1 && type == ThriftReader.I64) {
        timeMicros = in.i64();
      } else if (id == 2 && type == ThriftReader.STRING) {
        readValue();
      } else if (id == 3 && type == ThriftReader.STRUCT) {
        readEndpoint(depth + 1);
      } else {
        in.skip(type, depth);
      }
    }
    in.leaveStruct(outer);
    span.annotation(timeMicros, in.bytes(), valueStart, valueLength, host);
  }

  private void readValue() {
    valueLength = in.length();
    valueStart = in.advance(valueLength);
  }

  private void readBinaryAnnotation(int depth) {
    int outer = in.enterStruct(depth);
    int valueType = STRING;
    host.clear();
    keyLength = 0;
    valueLength = 0;
    for (int type = in.field(); type != ThriftReader.STOP; type = in.field()) {
      int id = in.fieldId();
      if (id == 1 && type == ThriftReader.STRING) {
        keyLength = in.length();
        keyStart = in.advance(keyLength);
      } else if (id == 2 && type == ThriftReader.STRING) {
        readValue();
      } else if (id == 3 && type == ThriftReader.I32) {
        valueType = in.i32();
      } else if (id == 4 && type == ThriftReader.STRUCT) {
        readEndpoint(depth + 1);
      } else {
        in.skip(type, depth);
      }
    }
    in.leaveStruct(outer);
    addTag(valueType);
  }

  private void addTag(int valueType) {
    byte[] bytes = in.bytes();
    if (valueType == BOOL && span.address(bytes, keyStart, keyLength, host)) {
      return;
    }
    span.otherHost(host);
    if (valueType == STRING) {
      span.textTag(bytes, keyStart, keyLength, bytes, valueStart, valueLength);
    } else if (valueType >= 0 && valueType < WIDTHS.length && WIDTHS[valueType] == valueLength) {
      addNumber(valueType, bytes);
    } else { // bytes, a type that is not known, or a length that does not fit
      add(AttributeType.BYTES, sink.builder().strings().blob(bytes, valueStart, valueLength));
    }
  }

  private void addNumber(int valueType, byte[] bytes) {
    switch (valueType) {
      case BOOL -> add(AttributeType.BOOL, bytes[valueStart] == 0 ? 0 : 1);
      case I16 -> add(AttributeType.INT, (short) SHORTS.get(bytes, valueStart));
      case I32 -> add(AttributeType.INT, (int) INTS.get(bytes, valueStart));
      case I64 -> add(AttributeType.INT, (long) LONGS.get(bytes, valueStart));
      default -> add(AttributeType.DOUBLE, (long) LONGS.get(bytes, valueStart));
    }
  }

  private void add(AttributeType type, long value) {
    span.tag(in.bytes(), keyStart, keyLength, type, value);
  }

  private void readEndpoint(int depth) {
    int outer = in.enterStruct(depth);
    host.clear();
    for (int type = in.field(); type != ThriftReader.STOP; type = in.field()) {
      int id = in.fieldId();
      if (id == 1 && type == ThriftReader.I32) {
        int address = in.i32();
        host.ipv4 = address == 0 ? 0 : addresses.ipv4(address, sink.builder().strings());
      } else if (id == 2 && type == ThriftReader.I16) {
        host.port(in.i16() & 0xffff);
      } else if ((id == 3 || id == 4) && type == ThriftReader.STRING) {
        readHostBytes(id == 4);
      } else {
        in.skip(type, depth);
      }
    }
    in.leaveStruct(outer);
  }

  private void readHostBytes(boolean address) {
    int length = in.length();
    int at = in.advance(length);
    if (address) {
      host.ipv6 = addresses.ipv6(in.bytes(), at, length, sink.builder().strings());
    } else {
      host.serviceName = sink.builder().strings().text(in.bytes(), at, length);
    }
  }
}
