// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Attributes of one owner, open to change inside an edit.
 *
 * <p>Keys and stored values are string indices of the {@link SpanBatchEditor} that made the list.
 */
public final class AttributeList {
  private record Entry(int key, AttributeType type, long value) {}

  private final List<Entry> entries = new ArrayList<>();

  AttributeList(AttributeTable table, int owner) {
    for (int entry = table.start(owner); entry < table.end(owner); entry++) {
      add(table.key(entry), table.type(entry), table.value(entry));
    }
  }

  /** Number of attributes. */
  public int size() {
    return entries.size();
  }

  /** String index of the key at a position. */
  public int key(int position) {
    return entries.get(position).key();
  }

  /** Type at a position. */
  public AttributeType type(int position) {
    return entries.get(position).type();
  }

  /** Value at a position. */
  public long value(int position) {
    return entries.get(position).value();
  }

  /** Position of the first attribute with this key, or -1. */
  public int find(int key) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).key() == key) {
        return i;
      }
    }
    return -1;
  }

  /** Appends an attribute. */
  public void add(int key, AttributeType type, long value) {
    entries.add(new Entry(key, type, value));
  }

  /** Replaces the attribute at a position. */
  public void set(int position, int key, AttributeType type, long value) {
    entries.set(position, new Entry(key, type, value));
  }

  /** Removes the attributes from a position on. */
  public void truncate(int size) {
    entries.subList(size, entries.size()).clear();
  }

  /** Removes the attribute at a position. */
  public void remove(int position) {
    entries.remove(position);
  }

  void addTo(AttributeTableBuilder builder) {
    for (Entry entry : entries) {
      builder.add(entry.key(), entry.type(), entry.value());
    }
  }
}
