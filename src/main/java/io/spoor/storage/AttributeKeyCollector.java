// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.AttributeKey;
import io.spoor.model.AttributeKeyList;
import io.spoor.model.AttributeLevel;
import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatch;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * Puts the answer to {@link TraceReader#getAttributeKeys} together. Keeps no more than the asked
 * number of keys. Used by one thread.
 */
public final class AttributeKeyCollector {
  private static final AttributeLevel[] LEVELS = AttributeLevel.values();

  private final String prefix;
  private final int limit;
  private final TreeMap<String, Uses> keys = new TreeMap<>();
  private boolean complete = true;

  private record Uses(Set<AttributeLevel> levels, Set<AttributeType> types) {}

  /** Collects the first {@code limit} keys with this prefix. */
  public AttributeKeyCollector(String prefix, int limit) {
    this.prefix = prefix;
    this.limit = limit;
  }

  /** Adds the attributes of the rows that pass, and of all that they belong to. */
  public void add(SpanBatch batch, IntPredicate rows) {
    byte[][] types =
        new byte[LEVELS.length][batch.strings().size()]; // by level and key: a bit each
    new BatchAttributes(batch, (level, table, entry) -> mark(types, level, table, entry))
        .visit(rows);
    for (AttributeLevel level : LEVELS) {
      add(batch, level, of(types, level));
    }
  }

  private static void mark(byte[][] types, AttributeLevel level, AttributeTable table, int entry) {
    of(types, level)[table.key(entry)] |= (byte) (1 << table.typeCode(entry));
  }

  private static byte[] of(byte[][] types, AttributeLevel level) {
    return types[level.code()];
  }

  private void add(SpanBatch batch, AttributeLevel level, byte[] types) {
    for (int key = 0; key < types.length; key++) {
      if (types[key] != 0) {
        add(batch.strings().string(key), level, typesOf(types[key]));
      }
    }
  }

  private static Set<AttributeType> typesOf(byte bits) {
    Set<AttributeType> types = EnumSet.noneOf(AttributeType.class);
    for (AttributeType type : AttributeType.values()) {
      if ((bits & 1 << type.code()) != 0) {
        types.add(type);
      }
    }
    return types;
  }

  /** Adds a key that stands on a level with values of these types, unless it is not asked for. */
  public void add(String key, AttributeLevel level, Set<AttributeType> types) {
    if (!key.startsWith(prefix)) {
      return;
    }
    Uses uses =
        keys.computeIfAbsent(
            key,
            absent ->
                new Uses(
                    EnumSet.noneOf(AttributeLevel.class), EnumSet.noneOf(AttributeType.class)));
    uses.levels.add(level);
    uses.types.addAll(types);
    if (keys.size() > limit) {
      keys.pollLastEntry();
      complete = false;
    }
  }

  /** Notes that keys may be missing from what was added. */
  public void incomplete() {
    complete = false;
  }

  /** What was collected. */
  public AttributeKeyList keys() {
    return new AttributeKeyList(
        keys.entrySet().stream()
            .map(
                entry ->
                    new AttributeKey(
                        entry.getKey(), entry.getValue().levels(), entry.getValue().types()))
            .toList(),
        complete);
  }
}
