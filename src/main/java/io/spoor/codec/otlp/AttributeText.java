// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeType;
import io.spoor.model.Attributes;
import io.spoor.model.SpanBatch;

/** The text form of attribute values. */
public final class AttributeText {

  /** Text of the value at a position. */
  public static String of(Attributes attributes, int position) {
    return attributes.type(position) == AttributeType.STRING ? attributes.text(position) : "";
  }

  /** Text of the value of an entry. */
  public static String of(SpanBatch batch, AttributeTable table, int entry) {
    return table.type(entry) == AttributeType.STRING
        ? batch.strings().string((int) table.value(entry))
        : "";
  }

  private AttributeText() {}
}
