// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatch;

/**
 * Jaeger's flags of a span. The lowest bit, sampled, is that of W3C; the others, such as debug,
 * mean something else there, so all are kept in an attribute where one of them is set.
 */
public final class JaegerFlags {
  /** Key of the attribute. */
  public static final String KEY = Tags.FLAGS;

  private static final int TRACE_FLAGS = 0xff; // the W3C flags; above them, OTLP's own

  /**
   * The flags as Jaeger has them.
   *
   * @param key string index of {@link #KEY}, or -1 where the batch does not have it
   */
  public static int of(SpanBatch batch, int key, int row) {
    AttributeTable attributes = batch.spans().attributes();
    int entry = key < 0 ? -1 : attributes.find(row, key);
    if (entry >= 0 && attributes.type(entry) == AttributeType.INT) {
      return (int) attributes.value(entry);
    }
    return batch.spans().flags(row) & TRACE_FLAGS;
  }

  private JaegerFlags() {}
}
