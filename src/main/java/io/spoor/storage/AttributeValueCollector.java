// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.codec.otlp.AttributeText;
import io.spoor.model.AttributeLevel;
import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeValueList;
import io.spoor.model.SpanBatch;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Puts the answer to {@link TraceReader#getAttributeValues} together. Keeps no more than the asked
 * number of values. Used by one thread.
 */
public final class AttributeValueCollector {
  /** Longer values are left out; the answer is then not complete. */
  public static final int MAX_VALUE_BYTES = 1_024;

  private static final String RESOURCE = "resource.";

  private final String key;
  private final boolean onResourceOnly;
  private final String prefix;
  private final int limit;
  private final TreeSet<String> values = new TreeSet<>();
  private boolean complete = true;

  private record Value(byte type, long value) {}

  /** Collects the first {@code limit} texts with this prefix that a key has. */
  public AttributeValueCollector(String key, String prefix, int limit) {
    this.onResourceOnly = key.startsWith(RESOURCE);
    this.key = onResourceOnly ? key.substring(RESOURCE.length()) : key;
    this.prefix = prefix;
    this.limit = limit;
  }

  /** Whether the values of this key on this level are asked for. */
  public boolean wants(AttributeLevel level, String otherKey) {
    return (!onResourceOnly || level == AttributeLevel.RESOURCE) && key.equals(otherKey);
  }

  /** Adds the values that the rows which pass have, or what they belong to. */
  public void add(SpanBatch batch, IntPredicate rows) {
    int wanted = batch.strings().find(key);
    if (wanted < 0) {
      return;
    }
    Set<Value> seen = new HashSet<>();
    new BatchAttributes(
            batch,
            (level, table, entry) -> {
              if (table.key(entry) == wanted
                  && (!onResourceOnly || level == AttributeLevel.RESOURCE)
                  && seen.add(new Value(table.typeCode(entry), table.value(entry)))) {
                add(batch, table, entry);
              }
            })
        .visit(rows);
  }

  private void add(SpanBatch batch, AttributeTable table, int entry) {
    boolean isLong =
        table.type(entry).isStored()
            && batch.strings().length((int) table.value(entry)) > MAX_VALUE_BYTES;
    if (isLong) {
      complete = false;
    } else {
      add(AttributeText.of(batch, table, entry));
    }
  }

  /** Adds the text form of a value that is asked for but for its prefix. */
  public void add(String text) {
    if (text.startsWith(prefix)) {
      values.add(text);
    }
    if (values.size() > limit) {
      values.pollLast();
      complete = false;
    }
  }

  /** Notes that values may be missing from what was added. */
  public void incomplete() {
    complete = false;
  }

  /** What was collected. */
  public AttributeValueList values() {
    return new AttributeValueList(List.copyOf(values), complete);
  }
}
