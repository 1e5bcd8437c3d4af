// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import io.spoor.model.AttributeTable;
import io.spoor.model.Attributes;
import io.spoor.model.SpanBatch;
import io.spoor.model.StringTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/**
 * The text form of attribute values, as Jaeger shows them and as its tag search compares them:
 * numbers as Go's JSON has them, bytes in base64, arrays and maps as compact JSON (keys in order;
 * of equal keys the last; empty when a number in it has no JSON form), no text for a value that is
 * not set.
 */
public final class AttributeText {

  /** Text of the value at a position. */
  public static String of(Attributes attributes, int position) {
    return switch (attributes.type(position)) {
      case EMPTY -> "";
      case STRING -> attributes.text(position);
      case BOOL -> Boolean.toString(attributes.bool(position));
      case INT -> Long.toString(attributes.integer(position));
      case DOUBLE -> of(attributes.real(position));
      case BYTES -> Base64.getEncoder().encodeToString(attributes.binary(position));
      case ARRAY, MAP -> ofEncoded(attributes.binary(position));
    };
  }

  /** Text of the value of an entry of a table of the batch. */
  public static String of(SpanBatch batch, AttributeTable table, int entry) {
    StringTable strings = batch.strings();
    long value = table.value(entry);
    return switch (table.type(entry)) {
      case EMPTY -> "";
      case STRING -> strings.string((int) value);
      case BOOL -> Boolean.toString(value != 0);
      case INT -> Long.toString(value);
      case DOUBLE -> of(Double.longBitsToDouble(value));
      case BYTES -> Base64.getEncoder().encodeToString(strings.copy((int) value));
      case ARRAY, MAP -> ofEncoded(strings.copy((int) value));
    };
  }

  /** Text of a double; of one that JSON cannot have, what Go says about it. */
  public static String of(double value) {
    return Double.isFinite(value)
        ? GoJson.number(value)
        : "json: unsupported value: " + (Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
  }

  /**
   * Text of an encoded OTLP AnyValue, as {@link Attributes#binary} gives it for arrays and maps.
   */
  public static String ofEncoded(byte[] anyValue) {
    JsonText text = new JsonText();
    try {
      AnyValueReader.visitEncoded(anyValue, 0, anyValue.length, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // does not happen: it writes to memory
    }
    return text.supported ? text.out.toString() : "";
  }

  /** Writes JSON; the entries of a map are collected first, to be sorted. */
  private static final class JsonText implements AnyValueVisitor {
    private final Deque<Level> levels = new ArrayDeque<>();
    private StringBuilder out = new StringBuilder();
    private boolean supported = true;

    /** A list or map around what is being written. */
    private static final class Level {
      private final StringBuilder outer;
      private final Map<String, String> entries = new TreeMap<>();
      private final boolean isMap;
      private String key = "";
      private boolean hasElement;

      Level(StringBuilder outer, boolean isMap) {
        this.outer = outer;
        this.isMap = isMap;
      }
    }

    private void beforeValue() {
      Level level = levels.peek();
      if (level != null && !level.isMap && level.hasElement) {
        out.append(',');
      }
    }

    private void afterValue() {
      Level level = levels.peek();
      if (level == null) {
        return;
      }
      level.hasElement = true;
      if (level.isMap) {
        level.entries.put(level.key, out.toString());
        out.setLength(0);
      }
    }

    private void literal(String json) {
      beforeValue();
      out.append(json);
      afterValue();
    }

    @Override
    public void empty() {
      literal("null");
    }

    @Override
    public void text(byte[] array, int offset, int length) {
      beforeValue();
      GoJson.quote(string(array, offset, length), out);
      afterValue();
    }

    @Override
    public void bool(boolean value) {
      literal(Boolean.toString(value));
    }

    @Override
    public void integer(long value) {
      literal(Long.toString(value));
    }

    @Override
    public void real(double value) {
      supported &= Double.isFinite(value);
      literal(Double.isFinite(value) ? GoJson.number(value) : "null");
    }

    @Override
    public void binary(byte[] array, int offset, int length) {
      byte[] bytes = java.util.Arrays.copyOfRange(array, offset, offset + length);
      literal('"' + Base64.getEncoder().encodeToString(bytes) + '"');
    }

    @Override
    public void startList() {
      beforeValue();
      out.append('[');
      levels.push(new Level(out, false));
    }

    @Override
    public void endList() {
      out.append(']');
      levels.pop();
      afterValue();
    }

    @Override
    public void startMap() {
      beforeValue();
      levels.push(new Level(out, true));
      out = new StringBuilder();
    }

    @Override
    public void key(byte[] array, int offset, int length) {
      levels.element().key = string(array, offset, length);
    }

    @Override
    public void endPair() {} // afterValue() has kept it

    @Override
    public void endMap() {
      Level map = levels.pop();
      out = map.outer;
      String separator = "{";
      for (Map.Entry<String, String> entry : map.entries.entrySet()) {
        out.append(separator);
        GoJson.quote(entry.getKey(), out);
        out.append(':').append(entry.getValue());
        separator = ",";
      }
      out.append(map.entries.isEmpty() ? "{}" : "}");
      afterValue();
    }

    private static String string(byte[] array, int offset, int length) {
      return new String(array, offset, length, StandardCharsets.UTF_8);
    }
  }

  private AttributeText() {}
}
