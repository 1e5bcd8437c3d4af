// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeType;
import io.spoor.model.StringTable;
import io.spoor.storage.segment.column.FilterEntry;
import io.spoor.storage.segment.column.SourceBatch;
import io.spoor.storage.segment.column.ValueFilterBuilder;
import java.util.Arrays;

/**
 * Tells the block's filter and catalogue which values occur: each distinct one once where it is in
 * the dictionary, others as often as they come. Not thread-safe.
 */
// Hot path: called for every attribute of a block that is written.
final class ValueTeller {
  private final ValueFilterBuilder filter;
  private final GroupObserver observer;
  private final LongSet numbers = new LongSet();
  private final TextValues distinct = new TextValues();
  private int[] seen = new int[1_024]; // by number in the dictionary, the column that had it last
  private int column;

  // The key under way, for values that are told one by one.
  private int keyHash;
  private AttributeType type = AttributeType.EMPTY;

  ValueTeller(ValueFilterBuilder filter, GroupObserver observer) {
    this.filter = filter;
    this.observer = observer;
  }

  /** Tells a whole column. */
  void column(ValueColumns.ValueColumnWriter values) {
    StringTable keyStrings = values.keySource().batch().strings();
    keyHash = keyStrings.hash(values.key());
    type = values.type();
    boolean all =
        switch (type) {
          case STRING -> texts(values.texts());
          case INT, BOOL -> numbers(values.longs());
          default -> others();
        };
    observer.key(values.level().word(), keyStrings, values.key(), type, all);
    for (int i = 0; i < distinct.count(); i++) {
      observer.text(distinct.source(i).batch().strings(), distinct.string(i));
    }
    for (int i = 0; i < numbers.size(); i++) {
      observer.number(numbers.get(i));
    }
    distinct.clear();
    numbers.clear();
  }

  private boolean others() {
    filter.add(FilterEntry.other(keyHash));
    return false;
  }

  private boolean texts(TextValues values) {
    boolean all = true;
    column++;
    int count = values.count();
    for (int i = 0; i < count; i++) {
      SourceBatch source = values.source(i);
      int string = values.string(i);
      int id = source.knownId(string);
      if (id >= 0 && wasSeen(id)) {
        continue;
      }
      filter.add(FilterEntry.text(keyHash, source.batch().strings().hash(string)));
      if (id >= 0 && distinct.count() < GroupObserver.MAX_VALUES) {
        distinct.add(source, string);
      } else {
        all = false;
      }
    }
    return all;
  }

  private boolean wasSeen(int id) {
    if (id >= seen.length) {
      seen = Arrays.copyOf(seen, Math.max(id + 1, seen.length * 2));
    }
    if (seen[id] == column) {
      return true;
    }
    seen[id] = column;
    return false;
  }

  private boolean numbers(LongValues values) {
    boolean all = true;
    for (int i = 0; i < values.count(); i++) {
      long value = values.get(i);
      if (!numbers.contains(value)) {
        all &= numbers.size() < LongSet.MAX;
        filter.add(FilterEntry.number(keyHash, type.code(), value));
      }
    }
    return all;
  }

  /** Begins a key whose values are told one by one. */
  void begin(String level, SourceBatch source, int key, AttributeType newType) {
    StringTable strings = source.batch().strings();
    keyHash = strings.hash(key);
    type = newType;
    observer.key(level, strings, key, type, isTold(type));
  }

  private static boolean isTold(AttributeType type) {
    return type == AttributeType.STRING || type == AttributeType.INT || type == AttributeType.BOOL;
  }

  /** One value of the key under way: a string index where the type is stored as one. */
  void one(SourceBatch source, long value) {
    if (type == AttributeType.STRING) {
      StringTable strings = source.batch().strings();
      filter.add(FilterEntry.text(keyHash, strings.hash((int) value)));
      observer.text(strings, (int) value);
    } else if (isTold(type)) {
      filter.add(FilterEntry.number(keyHash, type.code(), value));
      observer.number(value);
    } else {
      filter.add(FilterEntry.other(keyHash));
    }
  }

  /** Tells the attributes of one owner. */
  void owner(String level, SourceBatch source, AttributeTable table, int owner) {
    for (int entry = table.start(owner); entry < table.end(owner); entry++) {
      begin(level, source, table.key(entry), table.type(entry));
      one(source, table.value(entry));
    }
  }
}
