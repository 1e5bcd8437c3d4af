// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.Arrays;

/**
 * Attributes of one owner, open to change inside an edit.
 *
 * <p>Keys and stored values are string indices of the {@link SpanBatchEditor} that made the list.
 * In columns, since senders decide how many attributes are edited.
 */
public final class AttributeList {
  private int[] keys;
  private byte[] types;
  private long[] values;
  private int size;

  AttributeList(AttributeTable table, int owner) {
    int first = table.start(owner);
    size = table.end(owner) - first;
    keys = new int[size];
    types = new byte[size];
    values = new long[size];
    for (int i = 0; i < size; i++) {
      keys[i] = table.key(first + i);
      types[i] = table.typeCode(first + i);
      values[i] = table.value(first + i);
    }
  }

  /** Number of attributes. */
  public int size() {
    return size;
  }

  /** String index of the key at a position. */
  public int key(int position) {
    return keys[position];
  }

  /** Type at a position. */
  public AttributeType type(int position) {
    return AttributeType.of(types[position]);
  }

  /** Value at a position. */
  public long value(int position) {
    return values[position];
  }

  /** Position of the first attribute with this key, or -1. */
  public int find(int key) {
    for (int i = 0; i < size; i++) {
      if (keys[i] == key) {
        return i;
      }
    }
    return -1;
  }

  /** Appends an attribute. */
  public void add(int key, AttributeType type, long value) {
    if (size == keys.length) {
      int capacity = size + 1 + size / 2;
      keys = Arrays.copyOf(keys, capacity);
      types = Arrays.copyOf(types, capacity);
      values = Arrays.copyOf(values, capacity);
    }
    size++;
    set(size - 1, key, type, value);
  }

  /** Replaces the attribute at a position. */
  public void set(int position, int key, AttributeType type, long value) {
    keys[position] = key;
    types[position] = type.code();
    values[position] = value;
  }

  /** Removes the attributes from a position on. */
  public void truncate(int newSize) {
    size = newSize;
  }

  /** Removes the attribute at a position. */
  public void remove(int position) {
    int moved = size - position - 1;
    System.arraycopy(keys, position + 1, keys, position, moved);
    System.arraycopy(types, position + 1, types, position, moved);
    System.arraycopy(values, position + 1, values, position, moved);
    size--;
  }

  void addTo(AttributeTableBuilder builder) {
    for (int i = 0; i < size; i++) {
      builder.add(keys[i], types[i], values[i]);
    }
  }
}
