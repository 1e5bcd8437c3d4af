// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.codec.otlp.AttributeText;
import io.spoor.codec.wire.EntryOrder;
import io.spoor.model.AttributeTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.StringTable;
import java.io.IOException;

/** Writes attributes as the key, type and value of Jaeger's JSON. */
final class UiTags {
  /** Integers that a double holds exactly; beyond, a string is sent. */
  private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

  private final EntryOrder order = new EntryOrder();

  /**
   * Writes one owner's attributes into an open array.
   *
   * @param skippedKey string index of a key that is left out, or -1
   * @param otherSkippedKey another one
   * @param byKey whether to order by key
   */
  void write(
      JsonGenerator json,
      SpanBatch batch,
      AttributeTable table,
      int owner,
      int skippedKey,
      int otherSkippedKey,
      boolean byKey)
      throws IOException {
    int start = table.start(owner);
    int end = table.end(owner);
    int[] entries =
        byKey
            ? order.sorted(start, end, batch.strings(), table::key)
            : order.asTheyCame(start, end);
    for (int i = 0; i < end - start; i++) {
      int key = table.key(entries[i]);
      if (key != skippedKey && key != otherSkippedKey) {
        write(json, batch, table, entries[i]);
      }
    }
  }

  private static void write(JsonGenerator json, SpanBatch batch, AttributeTable table, int entry)
      throws IOException {
    json.writeStartObject();
    json.writeFieldName("key");
    writeText(json, batch.strings(), table.key(entry));
    switch (table.type(entry)) {
      case STRING -> {
        json.writeStringField("type", "string");
        json.writeFieldName("value");
        writeText(json, batch.strings(), (int) table.value(entry));
      }
      case BOOL -> {
        json.writeStringField("type", "bool");
        json.writeBooleanField("value", table.value(entry) != 0);
      }
      case INT -> writeInteger(json, table.value(entry));
      case DOUBLE -> writeDouble(json, Double.longBitsToDouble(table.value(entry)));
      case BYTES -> {
        json.writeStringField("type", "binary");
        json.writeBinaryField("value", batch.strings().copy((int) table.value(entry)));
      }
      case EMPTY, ARRAY, MAP -> {
        json.writeStringField("type", "string");
        json.writeStringField("value", AttributeText.of(batch, table, entry));
      }
    }
    json.writeEndObject();
  }

  private static void writeInteger(JsonGenerator json, long value) throws IOException {
    json.writeStringField("type", "int64");
    if (value > MAX_SAFE_INTEGER || value < -MAX_SAFE_INTEGER) {
      json.writeStringField("value", Long.toString(value));
    } else {
      json.writeNumberField("value", value);
    }
  }

  /**
   * A whole number goes without a fraction, as Go writes it; not a number and the infinities, which
   * JSON has no number for, go as text.
   */
  private static void writeDouble(JsonGenerator json, double value) throws IOException {
    json.writeStringField("type", "float64");
    json.writeFieldName("value");
    long whole = (long) value;
    if (!Double.isFinite(value)) {
      json.writeString(String.valueOf(value));
    } else if (whole == value && Math.abs(whole) <= MAX_SAFE_INTEGER) {
      json.writeNumber(whole);
    } else {
      json.writeNumber(value);
    }
  }

  /** Writes a tag that is made of something else than an attribute. */
  static void writeDerived(JsonGenerator json, String key, StringTable strings, int text)
      throws IOException {
    if (strings.length(text) > 0) {
      startDerived(json, key);
      json.writeFieldName("value");
      writeText(json, strings, text);
      json.writeEndObject();
    }
  }

  /** Writes a tag that is made of something else than an attribute. */
  static void writeDerived(JsonGenerator json, String key, String text) throws IOException {
    startDerived(json, key);
    json.writeStringField("value", text);
    json.writeEndObject();
  }

  private static void startDerived(JsonGenerator json, String key) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", key);
    json.writeStringField("type", "string");
  }

  /** Writes text without a string object in between where its bytes are known to be good. */
  static void writeText(JsonGenerator json, StringTable strings, int index) throws IOException {
    if (strings.hasInvalidText()) {
      json.writeString(strings.string(index)); // puts U+FFFD where the bytes are no text
    } else {
      json.writeUTF8String(strings.array(index), strings.offset(index), strings.length(index));
    }
  }
}
