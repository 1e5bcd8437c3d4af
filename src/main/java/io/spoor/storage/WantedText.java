// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.codec.otlp.AttributeText;
import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatch;
import org.jspecify.annotations.Nullable;

/**
 * Whether the text form of an attribute value is a given text.
 *
 * <p>{@link AttributeText} has the last word; what can be told without making its text is told so.
 */
// Hot path: a search asks it once per attribute with the wanted key
final class WantedText {
  private final String text;
  private final boolean isInteger;
  private final long integer;
  private final boolean isReal;
  private final double real;

  WantedText(String text) {
    this.text = text;
    Long asLong = parseLong(text);
    this.isInteger = asLong != null && asLong.toString().equals(text); // not "+1", not "01"
    this.integer = asLong == null ? 0 : asLong;
    Double asDouble = parseDouble(text);
    this.isReal = asDouble != null;
    this.real = asDouble == null ? 0 : asDouble;
  }

  private static @Nullable Long parseLong(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException expected) { // most texts are no numbers
      return null;
    }
  }

  private static @Nullable Double parseDouble(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException expected) { // most texts are no numbers
      return null;
    }
  }

  /** The text, looked up in a batch. */
  InBatch on(SpanBatch batch) {
    return new InBatch(batch);
  }

  /** The test for values of one batch. */
  final class InBatch {
    private final SpanBatch batch;
    private final int index; // of the text, -1 when the batch does not have it

    private InBatch(SpanBatch batch) {
      this.batch = batch;
      this.index = batch.strings().find(text);
    }

    boolean matches(AttributeTable table, int entry) {
      long value = table.value(entry);
      AttributeType type = table.type(entry);
      return switch (type) {
        case STRING -> value == index;
        case INT -> isInteger && value == integer;
        case BOOL -> text.equals(value == 0 ? "false" : "true");
        case DOUBLE -> canBe(Double.longBitsToDouble(value)) && hasText(table, entry);
        case BYTES -> canBeBase64(batch.strings().length((int) value)) && hasText(table, entry);
        case ARRAY -> text.startsWith("[") && hasText(table, entry);
        case MAP -> text.startsWith("{") && hasText(table, entry);
        case EMPTY -> hasText(table, entry);
      };
    }

    private boolean hasText(AttributeTable table, int entry) {
      return AttributeText.of(batch, table, entry).equals(text);
    }
  }

  /** The text of a finite number, read back, is that number. */
  private boolean canBe(double value) {
    return !Double.isFinite(value) || (isReal && value == real);
  }

  private boolean canBeBase64(int bytes) {
    return text.length() == (bytes + 2) / 3 * 4;
  }
}
