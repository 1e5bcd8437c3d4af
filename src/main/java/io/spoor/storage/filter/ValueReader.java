// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.filter;

import io.spoor.codec.otlp.AttributeText;
import io.spoor.model.AttributeLevel;
import io.spoor.model.AttributeTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.StatusCode;
import io.spoor.model.filter.Operand.Attribute;
import io.spoor.model.filter.Operand.Field;
import io.spoor.model.filter.Operand.Reference;
import io.spoor.model.filter.SpanField;
import io.spoor.model.filter.ValueType;
import io.spoor.storage.filter.PairCondition.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All values that a reference has on a span. Slow, and seldom asked: see {@link PairCondition}. */
@FunctionalInterface
interface ValueReader {

  List<Value> read(int row, int event, int link);

  static ValueReader of(Reference reference, SpanBatch batch) {
    if (reference instanceof Field field) {
      return fields(field.field(), batch);
    }
    Attribute attribute = (Attribute) reference;
    int key = batch.strings().find(attribute.key());
    return key < 0 ? (row, event, link) -> List.of() : attributes(key, attribute.level(), batch);
  }

  private static ValueReader attributes(int key, @Nullable AttributeLevel level, SpanBatch batch) {
    return (row, event, link) -> {
      List<Value> values = new ArrayList<>();
      if (level == null || level == AttributeLevel.SPAN) {
        add(batch, batch.spans().attributes(), row, key, values);
      }
      if (level == null || level == AttributeLevel.RESOURCE) {
        add(batch, batch.resources().attributes(), batch.resourceOf(row), key, values);
      }
      if (level == AttributeLevel.SCOPE) {
        add(batch, batch.scopes().attributes(), batch.spans().scope(row), key, values);
      }
      int[] elements = elements(level, batch, row, event, link);
      for (int element : elements) {
        AttributeTable table =
            level == AttributeLevel.EVENT
                ? batch.events().attributes()
                : batch.links().attributes();
        add(batch, table, element, key, values);
      }
      return values;
    };
  }

  /** Rows of the events or the links that are looked at; none for other levels. */
  private static int[] elements(
      @Nullable AttributeLevel level, SpanBatch batch, int row, int event, int link) {
    if (level == AttributeLevel.EVENT) {
      return rows(event, batch.events().start(row), batch.events().end(row));
    }
    return level == AttributeLevel.LINK
        ? rows(link, batch.links().start(row), batch.links().end(row))
        : new int[0];
  }

  private static int[] rows(int only, int start, int end) {
    if (only != SpanTest.ALL) {
      return new int[] {only};
    }
    int[] rows = new int[end - start];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = start + i;
    }
    return rows;
  }

  private static void add(
      SpanBatch batch, AttributeTable table, int owner, int key, List<Value> values) {
    for (int entry = table.start(owner); entry < table.end(owner); entry++) {
      if (table.key(entry) == key) {
        values.add(value(batch, table, entry));
      }
    }
  }

  private static Value value(SpanBatch batch, AttributeTable table, int entry) {
    long value = table.value(entry);
    return switch (table.type(entry)) {
      case STRING -> text(ValueType.STRING, batch.strings().string((int) value));
      case INT -> number(ValueType.INT, value);
      case BOOL -> number(ValueType.BOOL, value);
      case DOUBLE -> new Value(ValueType.DOUBLE, 0, Double.longBitsToDouble(value), "");
      case BYTES, ARRAY, MAP, EMPTY ->
          text(ValueType.ANY, table.type(entry) + AttributeText.of(batch, table, entry));
    };
  }

  private static Value text(ValueType type, String text) {
    return new Value(type, 0, 0, text);
  }

  private static Value number(ValueType type, long number) {
    return new Value(type, number, 0, "");
  }

  private static ValueReader fields(SpanField field, SpanBatch batch) {
    return (row, event, link) -> {
      List<Value> values = new ArrayList<>();
      if (field.level() == AttributeLevel.EVENT || field.level() == AttributeLevel.LINK) {
        for (int element : elements(field.level(), batch, row, event, link)) {
          values.add(ofElement(field, batch, row, element));
        }
      } else {
        addField(field, batch, row, values);
      }
      return values;
    };
  }

  private static Value ofElement(SpanField field, SpanBatch batch, int row, int element) {
    if (field.type() != ValueType.STRING) {
      return number(field.type(), FieldValues.nanos(field, batch, row, element));
    }
    if (IdValues.isId(field)) {
      return text(ValueType.STRING, IdValues.text(field, batch, row, element));
    }
    int index =
        field == SpanField.EVENT_NAME
            ? batch.events().name(element)
            : batch.links().traceState(element);
    return text(ValueType.STRING, batch.strings().string(index));
  }

  private static void addField(SpanField field, SpanBatch batch, int row, List<Value> values) {
    switch (field.type()) {
      case DURATION, TIME ->
          values.add(number(field.type(), FieldValues.nanos(field, batch, row, SpanTest.ALL)));
      case KIND -> values.add(text(field.type(), SpanKind.of(batch.spans().kind(row)).lowerCase()));
      case STATUS ->
          values.add(
              text(field.type(), FieldValues.word(StatusCode.of(batch.spans().statusCode(row)))));
      case ANY, STRING, INT, DOUBLE, BOOL -> addText(field, batch, row, values);
    }
  }

  private static void addText(SpanField field, SpanBatch batch, int row, List<Value> values) {
    if (IdValues.isId(field)) {
      String id = IdValues.text(field, batch, row, SpanTest.ALL);
      if (!id.isEmpty()) {
        values.add(text(ValueType.STRING, id));
      }
      return;
    }
    int index =
        switch (field) {
          case SPAN_NAME -> batch.spans().name(row);
          case SPAN_TRACE_STATE -> batch.spans().traceState(row);
          case SPAN_STATUS_MESSAGE -> batch.spans().statusMessage(row);
          default -> FieldValues.indexByScope(field, batch).applyAsInt(batch.spans().scope(row));
        };
    boolean isThere =
        index > 0
            || field == SpanField.SPAN_NAME
            || (field == SpanField.RESOURCE_SERVICE && index == 0);
    if (isThere) {
      values.add(text(ValueType.STRING, batch.strings().string(index)));
    }
  }
}
