// SPDX-License-Identifier: Apache-2.0
package io.spoor.processor;

import io.spoor.model.AttributeList;
import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchEditor;
import io.spoor.model.StringTable;
import io.spoor.telemetry.ProcessorMetrics;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/**
 * Turns text that is not UTF-8 into bytes, so that nothing is lost and nothing is invented.
 *
 * <p>As Jaeger does, for span names and the attributes of spans, resources and scopes: a bad value
 * becomes a binary one; an attribute with a bad key becomes {@code invalid-tag-key-N}, with key and
 * value as its bytes; a bad span name becomes {@code invalid-span-name}, and an attribute of that
 * name keeps the bytes.
 */
final class Utf8Sanitizer implements BatchStep {
  private static final String SPAN_NAME = "invalid-span-name";
  private static final String KEY_PREFIX = "invalid-tag-key-";

  private final ProcessorMetrics metrics;

  Utf8Sanitizer(ProcessorMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public SpanBatch apply(SpanBatch batch) {
    return batch.strings().hasInvalidText() ? new Repair(batch).all() : batch;
  }

  /** The repair of one batch. */
  private final class Repair {
    private final SpanBatch batch;
    private final StringTable strings;
    private final SpanBatchEditor editor;
    private boolean changed;

    Repair(SpanBatch batch) {
      this.batch = batch;
      this.strings = batch.strings();
      this.editor = batch.edit();
    }

    SpanBatch all() {
      attributes(batch.resources().attributes(), editor::resourceAttributes);
      attributes(batch.scopes().attributes(), editor::scopeAttributes);
      attributes(batch.spans().attributes(), editor::spanAttributes);
      for (int row = 0; row < batch.size(); row++) {
        name(row);
      }
      return changed ? editor.build() : batch;
    }

    private void name(int row) {
      int name = batch.spans().name(row);
      if (!strings.isUtf8(name)) {
        editor.name(row, editor.text(SPAN_NAME));
        editor
            .spanAttributes(row)
            .add(editor.text(SPAN_NAME), AttributeType.BYTES, editor.blob(strings.copy(name)));
        count();
      }
    }

    private void attributes(AttributeTable table, IntFunction<AttributeList> open) {
      for (int owner = 0; owner < table.owners(); owner++) {
        if (hasBadText(table, owner)) {
          repair(open.apply(owner));
        }
      }
    }

    private boolean hasBadText(AttributeTable table, int owner) {
      for (int entry = table.start(owner); entry < table.end(owner); entry++) {
        if (!strings.isUtf8(table.key(entry)) || isBadText(table.type(entry), table.value(entry))) {
          return true;
        }
      }
      return false;
    }

    private boolean isBadText(AttributeType type, long value) {
      return type == AttributeType.STRING && !strings.isUtf8((int) value);
    }

    private void repair(AttributeList list) {
      int badKeys = 0;
      for (int i = 0; i < list.size(); i++) {
        if (!strings.isUtf8(list.key(i))) {
          badKeys++;
          byte[] keyAndValue = keyAndValue(list.key(i), list.type(i), list.value(i));
          list.set(
              i, editor.text(KEY_PREFIX + badKeys), AttributeType.BYTES, editor.blob(keyAndValue));
          count();
        } else if (isBadText(list.type(i), list.value(i))) {
          list.set(
              i, list.key(i), AttributeType.BYTES, editor.blob(strings.copy((int) list.value(i))));
          count();
        }
      }
    }

    private byte[] keyAndValue(int key, AttributeType type, long value) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(strings.copy(key));
      bytes.write(':');
      bytes.writeBytes(valueBytes(type, value));
      return bytes.toByteArray();
    }

    private byte[] valueBytes(AttributeType type, long value) {
      String text =
          switch (type) {
            case EMPTY -> "";
            case BOOL -> String.valueOf(value != 0);
            case INT -> String.valueOf(value);
            case DOUBLE -> String.valueOf(Double.longBitsToDouble(value));
            case STRING, BYTES, ARRAY, MAP -> null;
          };
      return text == null ? strings.copy((int) value) : text.getBytes(StandardCharsets.UTF_8);
    }

    private void count() {
      changed = true;
      metrics.sanitized(ProcessorMetrics.Sanitizer.UTF8);
    }
  }
}
