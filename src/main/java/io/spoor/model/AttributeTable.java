// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.Arrays;

/**
 * Attributes of many owners as compressed sparse rows: those of owner {@code r} are the entries
 * {@code [start(r), end(r))}, in the order in which they came, duplicate keys kept.
 *
 * <p>Keys are indices into the batch's {@link StringTable}; {@link AttributeType} says what a value
 * means. Immutable.
 */
public final class AttributeTable {
  private final int[] starts; // one more than there are owners
  private final int[] keys;
  private final byte[] types;
  private final long[] values;

  AttributeTable(int[] starts, int[] keys, byte[] types, long[] values) {
    this.starts = starts;
    this.keys = keys;
    this.types = types;
    this.values = values;
  }

  /** Number of owners. */
  public int owners() {
    return starts.length - 1;
  }

  /** Number of entries of all owners. */
  public int size() {
    return keys.length;
  }

  /** First entry of an owner. */
  public int start(int owner) {
    return starts[owner];
  }

  /** One past the last entry of an owner. */
  public int end(int owner) {
    return starts[owner + 1];
  }

  /** String index of the key of an entry. */
  public int key(int entry) {
    return keys[entry];
  }

  /** Type of an entry. */
  public AttributeType type(int entry) {
    return AttributeType.of(types[entry]);
  }

  /** Type of an entry as its code, {@link AttributeType#code()}. */
  public byte typeCode(int entry) {
    return types[entry];
  }

  /** Value of an entry, to be read as its type says. */
  public long value(int entry) {
    return values[entry];
  }

  /** Whether two owners have the same keys, of the same types, in the same order. */
  public boolean haveSameKeys(int ownerA, int ownerB) {
    int fromA = starts[ownerA];
    int fromB = starts[ownerB];
    int count = starts[ownerA + 1] - fromA;
    return count == starts[ownerB + 1] - fromB
        && Arrays.equals(keys, fromA, fromA + count, keys, fromB, fromB + count)
        && Arrays.equals(types, fromA, fromA + count, types, fromB, fromB + count);
  }

  /** The first entry of an owner with this key, or -1. */
  public int find(int owner, int key) {
    for (int entry = starts[owner]; entry < starts[owner + 1]; entry++) {
      if (keys[entry] == key) {
        return entry;
      }
    }
    return -1;
  }

  /** The entries of the given owners, in their order. */
  AttributeTable select(int[] owners) {
    int[] newStarts = new int[owners.length + 1];
    for (int i = 0; i < owners.length; i++) {
      newStarts[i + 1] = newStarts[i] + starts[owners[i] + 1] - starts[owners[i]];
    }
    int size = newStarts[owners.length];
    AttributeTable selected =
        new AttributeTable(newStarts, new int[size], new byte[size], new long[size]);
    for (int i = 0; i < owners.length; i++) {
      int from = starts[owners[i]];
      int length = newStarts[i + 1] - newStarts[i];
      System.arraycopy(keys, from, selected.keys, newStarts[i], length);
      System.arraycopy(types, from, selected.types, newStarts[i], length);
      System.arraycopy(values, from, selected.values, newStarts[i], length);
    }
    return selected;
  }

  AttributeTable renumbered(StringRenumbering strings) {
    long[] newValues = values.clone();
    for (int entry = 0; entry < newValues.length; entry++) {
      if (type(entry).isStored()) {
        newValues[entry] = strings.of((int) values[entry]);
      }
    }
    return new AttributeTable(starts, strings.of(keys), types, newValues);
  }

  /** Bytes retained. */
  public long bytes() {
    return 16L * 5 + 4L * starts.length + 13L * keys.length;
  }

  @Override
  public String toString() {
    return "AttributeTable" + Arrays.toString(starts);
  }
}
