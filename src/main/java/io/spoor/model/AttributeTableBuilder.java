// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/**
 * Collects attributes owner by owner. Reused from batch to batch; not thread-safe.
 *
 * <p>Entries belong to the owner that the next {@link #endOwner()} closes.
 */
// Hot path: see docs/adr/0002-columns-at-the-door.md
public final class AttributeTableBuilder {
  private final GrowableInts starts = new GrowableInts();
  private final GrowableInts keys = new GrowableInts();
  private final GrowableBytes types = new GrowableBytes();
  private final GrowableLongs values = new GrowableLongs();

  AttributeTableBuilder() {
    clear();
  }

  /** Adds an entry to the owner under way. */
  public void add(int key, AttributeType type, long value) {
    add(key, type.code(), value);
  }

  /** Adds an entry to the owner under way, its type as {@link AttributeType#code()}. */
  public void add(int key, byte typeCode, long value) {
    keys.add(key);
    types.add(typeCode);
    values.add(value);
  }

  /** Gives an entry another key. */
  public void replaceKey(int entry, int key) {
    keys.set(entry, key);
  }

  /** Gives an entry another value of the same type. */
  public void replaceValue(int entry, long value) {
    values.set(entry, value);
  }

  /** Number of entries of all owners so far, those of the owner under way included. */
  public int size() {
    return keys.size();
  }

  /** Copies every entry of an owner of another table that shares the string indices. */
  void addAll(AttributeTable source, int owner) {
    for (int entry = source.start(owner); entry < source.end(owner); entry++) {
      add(source.key(entry), source.type(entry), source.value(entry));
    }
  }

  void endOwner() {
    starts.add(keys.size());
  }

  /** Value of the first text entry with this key of the owner that ended last, or -1. */
  int lastOwnersText(int key) {
    for (int entry = starts.get(starts.size() - 2); entry < keys.size(); entry++) {
      if (keys.get(entry) == key) {
        return types.get(entry) == AttributeType.STRING.code() ? (int) values.get(entry) : -1;
      }
    }
    return ResourceTable.NO_SERVICE_NAME;
  }

  int owners() {
    return starts.size() - 1;
  }

  /** Forgets all owners from {@code owner} on, and the entries of the one under way. */
  void truncate(int owner) {
    starts.truncate(owner + 1);
    int size = starts.get(owner);
    keys.truncate(size);
    types.truncate(size);
    values.truncate(size);
  }

  void clear() {
    starts.clear();
    starts.add(0);
    keys.clear();
    types.clear();
    values.clear();
  }

  long builtBytes() {
    return 4L * starts.size() + 13L * keys.size();
  }

  long capacityBytes() {
    return (long) starts.capacityBytes()
        + keys.capacityBytes()
        + types.capacityBytes()
        + values.capacityBytes();
  }

  AttributeTable build() {
    return new AttributeTable(starts.toArray(), keys.toArray(), types.toArray(), values.toArray());
  }
}
