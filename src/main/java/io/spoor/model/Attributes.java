// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/**
 * View of one owner's attributes, in the order in which they came.
 *
 * <p>Not thread-safe: a view that is moved from owner to owner. Positions run from 0.
 */
public final class Attributes {
  private final StringTable strings;
  private final AttributeTable table;
  private int start;
  private int end;

  Attributes(StringTable strings, AttributeTable table) {
    this.strings = strings;
    this.table = table;
  }

  /** A view of one owner's attributes. */
  public static Attributes of(SpanBatch batch, AttributeTable table, int owner) {
    return new Attributes(batch.strings(), table).at(owner);
  }

  Attributes at(int owner) {
    start = table.start(owner);
    end = table.end(owner);
    return this;
  }

  /** Number of attributes. */
  public int size() {
    return end - start;
  }

  /** Key at a position. */
  public String key(int position) {
    return strings.string(table.key(start + position));
  }

  /** Type of the value at a position. */
  public AttributeType type(int position) {
    return table.type(start + position);
  }

  /** The text of a {@code STRING}. */
  public String text(int position) {
    return strings.string((int) table.value(start + position));
  }

  /** The number of an {@code INT}. */
  public long integer(int position) {
    return table.value(start + position);
  }

  /** The number of a {@code DOUBLE}. */
  public double real(int position) {
    return Double.longBitsToDouble(table.value(start + position));
  }

  /** The value of a {@code BOOL}. */
  public boolean bool(int position) {
    return table.value(start + position) != 0;
  }

  /** The content of {@code BYTES}; of {@code ARRAY} and {@code MAP} the encoded OTLP AnyValue. */
  public byte[] binary(int position) {
    return strings.copy((int) table.value(start + position));
  }

  /** Position of the first attribute with this key, or -1. */
  public int find(String key) {
    int index = strings.find(key);
    int entry = index < 0 ? -1 : findEntry(index);
    return entry < 0 ? -1 : entry - start;
  }

  private int findEntry(int key) {
    for (int entry = start; entry < end; entry++) {
      if (table.key(entry) == key) {
        return entry;
      }
    }
    return -1;
  }
}
