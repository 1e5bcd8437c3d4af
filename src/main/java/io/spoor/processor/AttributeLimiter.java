// SPDX-License-Identifier: Apache-2.0
package io.spoor.processor;

import io.spoor.config.ProcessorConfig;
import io.spoor.model.AttributeList;
import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchEditor;
import io.spoor.telemetry.ProcessorMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a span carries down to the configured limits: attributes beyond a number are taken off
 * and added to the span's dropped count, longer texts are cut at a character.
 *
 * <p>Off unless configured. Span attributes only: those of resources are few and shared.
 */
final class AttributeLimiter implements BatchStep {
  private final int maxAttributes;
  private final int maxValueBytes;
  private final ProcessorMetrics metrics;

  /** A limiter for the configured limits, of which 0 means none. */
  AttributeLimiter(ProcessorConfig config, ProcessorMetrics metrics) {
    this.maxAttributes = orUnlimited(config.maxAttributesPerSpan());
    this.maxValueBytes = orUnlimited(config.maxAttributeValueBytes());
    this.metrics = metrics;
  }

  private static int orUnlimited(int limit) {
    return limit == 0 ? Integer.MAX_VALUE : limit;
  }

  @Override
  public SpanBatch apply(SpanBatch batch) {
    SpanBatchEditor editor = null;
    for (int row = 0; row < batch.size(); row++) {
      if (exceeds(batch, row)) {
        editor = editor == null ? batch.edit() : editor;
        cut(batch, row, editor);
      }
    }
    return editor == null ? batch : editor.build();
  }

  private boolean exceeds(SpanBatch batch, int row) {
    AttributeTable table = batch.spans().attributes();
    if (table.end(row) - table.start(row) > maxAttributes) {
      return true;
    }
    for (int entry = table.start(row); entry < table.end(row); entry++) {
      if (isTooLong(batch, table.type(entry), table.value(entry))) {
        return true;
      }
    }
    return false;
  }

  private boolean isTooLong(SpanBatch batch, @Nullable AttributeType type, long value) {
    return type == AttributeType.STRING && batch.strings().length((int) value) > maxValueBytes;
  }

  private void cut(SpanBatch batch, int row, SpanBatchEditor editor) {
    AttributeList list = editor.spanAttributes(row);
    int excess = Math.max(0, list.size() - maxAttributes);
    if (excess > 0) {
      list.truncate(maxAttributes);
      editor.droppedAttributesCount(row, batch.spans().droppedAttributesCount(row) + excess);
      metrics.removedAttributes(excess);
    }
    for (int i = 0; i < list.size(); i++) {
      if (isTooLong(batch, list.type(i), list.value(i))) {
        byte[] text = batch.strings().copy((int) list.value(i));
        list.set(i, list.key(i), AttributeType.STRING, editor.text(prefix(text)));
        metrics.shortenedAttributes(1);
      }
    }
  }

  private byte[] prefix(byte[] text) {
    int end = maxValueBytes;
    while (end > 0 && (text[end] & 0xc0) == 0x80) {
      end--; // a continuation byte: the cut would split a character
    }
    return java.util.Arrays.copyOf(text, end);
  }
}
