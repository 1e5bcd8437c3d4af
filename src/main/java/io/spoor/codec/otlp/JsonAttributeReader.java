// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import io.spoor.codec.wire.MemoryMeter;
import io.spoor.codec.wire.ProtoReader;
import io.spoor.model.AttributeTableBuilder;
import io.spoor.model.AttributeType;
import io.spoor.model.StringTableBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads arrays of {@code KeyValue} objects. Not thread-safe. */
final class JsonAttributeReader {
  private final JsonInput in;
  private final MemoryMeter meter;
  private final StringTableBuilder strings;
  private final MessageEncoder encoder;

  // The value under way.
  private AttributeType type = AttributeType.EMPTY;
  private long value;

  JsonAttributeReader(
      JsonInput in, MemoryMeter meter, StringTableBuilder strings, MessageEncoder encoder) {
    this.in = in;
    this.meter = meter;
    this.strings = strings;
    this.encoder = encoder;
  }

  /** Reads an array of pairs that would be messages at this depth. */
  void read(AttributeTableBuilder table, int depth) throws IOException {
    if (!in.isArray()) {
      return;
    }
    while (in.nextElement()) {
      readPair(table, depth);
      meter.grown();
    }
  }

  private void readPair(AttributeTableBuilder table, int depth) throws IOException {
    int key = 0;
    type = AttributeType.EMPTY;
    value = 0;
    if (in.isObject()) {
      while (in.nextField()) {
        switch (in.field()) {
          case "key" -> key = strings.text(in.text());
          case "value" -> readValue(depth + 1);
          default -> in.skip();
        }
      }
    }
    table.add(key, type, value);
  }

  private void readValue(int depth) throws IOException {
    set(AttributeType.EMPTY, 0);
    if (!in.isObject()) {
      return;
    }
    while (in.nextField()) {
      if (in.isNull()) {
        continue;
      }
      switch (in.field()) {
        case "stringValue", "string_value" -> set(AttributeType.STRING, strings.text(in.text()));
        case "boolValue", "bool_value" -> set(AttributeType.BOOL, in.bool() ? 1 : 0);
        case "intValue", "int_value" -> set(AttributeType.INT, in.int64());
        case "doubleValue", "double_value" ->
            set(AttributeType.DOUBLE, Double.doubleToRawLongBits(in.real()));
        case "bytesValue", "bytes_value" -> set(AttributeType.BYTES, blob(in.base64()));
        case "arrayValue", "array_value" -> set(AttributeType.ARRAY, readEncoded(false, depth));
        case "kvlistValue", "kvlist_value" -> set(AttributeType.MAP, readEncoded(true, depth));
        default -> in.skip();
      }
    }
  }

  private void set(AttributeType newType, long newValue) {
    type = newType;
    value = newValue;
  }

  private int blob(byte[] bytes) {
    return strings.blob(bytes, 0, bytes.length);
  }

  private int readEncoded(boolean isMap, int depth) throws IOException {
    encoder.clear();
    encodeList(isMap, depth + 1);
    return strings.blob(encoder.array(), 0, encoder.size());
  }

  /** Encodes an {@code ArrayValue} or {@code KeyValueList}, as a field of the value around it. */
  private void encodeList(boolean isMap, int depth) throws IOException {
    if (depth > ProtoReader.MAX_DEPTH) {
      throw in.malformed("values nested deeper than " + ProtoReader.MAX_DEPTH + " messages");
    }
    int start = encoder.size();
    in.isObject(); // null was dealt with before
    while (in.nextField()) {
      if (in.field().equals("values") && in.isArray()) {
        while (in.nextElement()) {
          encodeElement(isMap, depth + 1);
        }
      } else {
        in.skip();
      }
    }
    encoder.wrap(start, isMap ? AnyValueFields.MAP : AnyValueFields.ARRAY);
  }

  private void encodeElement(boolean isMap, int depth) throws IOException {
    int start = encoder.size();
    if (isMap) {
      encodePair(start, depth);
    } else {
      encodeValue(start, depth);
    }
    encoder.wrap(start, AnyValueFields.ELEMENT);
  }

  private void encodePair(int start, int depth) throws IOException {
    String key = "";
    if (in.isObject()) {
      while (in.nextField()) {
        switch (in.field()) {
          case "key" -> key = in.text();
          case "value" -> {
            encoder.truncate(start);
            encodeValue(start, depth + 1);
            encoder.wrap(start, AnyValueFields.VALUE);
          }
          default -> in.skip();
        }
      }
    }
    encoder.insertKey(start, key);
  }

  /** Encodes the fields of an {@code AnyValue}; of several fields of the oneof the last counts. */
  private void encodeValue(int start, int depth) throws IOException {
    if (!in.isObject()) {
      return;
    }
    while (in.nextField()) {
      if (!in.isNull()) {
        encodeField(start, depth);
      }
    }
  }

  private void encodeField(int start, int depth) throws IOException {
    switch (in.field()) {
      case "stringValue", "string_value" -> {
        byte[] text = in.text().getBytes(StandardCharsets.UTF_8);
        encoder.truncate(start);
        encoder.bytesField(AnyValueFields.STRING, text);
      }
      case "boolValue", "bool_value" -> {
        encoder.truncate(start);
        encoder.varintField(AnyValueFields.BOOL, in.bool() ? 1 : 0);
      }
      case "intValue", "int_value" -> {
        encoder.truncate(start);
        encoder.varintField(AnyValueFields.INT, in.int64());
      }
      case "doubleValue", "double_value" -> {
        encoder.truncate(start);
        encoder.fixed64Field(AnyValueFields.DOUBLE, Double.doubleToRawLongBits(in.real()));
      }
      case "bytesValue", "bytes_value" -> {
        encoder.truncate(start);
        encoder.bytesField(AnyValueFields.BYTES, in.base64());
      }
      case "arrayValue", "array_value" -> {
        encoder.truncate(start);
        encodeList(false, depth + 1);
      }
      case "kvlistValue", "kvlist_value" -> {
        encoder.truncate(start);
        encodeList(true, depth + 1);
      }
      default -> in.skip();
    }
  }
}
