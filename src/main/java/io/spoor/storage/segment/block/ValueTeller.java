// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeType;
import io.spoor.model.StringTable;
import io.spoor.storage.segment.column.FilterEntry;
import io.spoor.storage.segment.column.SourceBatch;
import io.spoor.storage.segment.column.StringVisitor;
import io.spoor.storage.segment.column.ValueFilterBuilder;

/** Tells the block's filter and catalogue which values occur. Not thread-safe. */
// Hot path: called for every attribute of a block that is written.
final class ValueTeller implements StringVisitor {
  private final ValueFilterBuilder filter;
  private final GroupObserver observer;
  private final LongSet numbers = new LongSet();
  private final TextValues distinct;

  // The key under way.
  private int keyHash;
  private boolean isComplete; // all values are remembered
  private AttributeType type = AttributeType.EMPTY;

  ValueTeller(GroupSources sources, ValueFilterBuilder filter, GroupObserver observer) {
    this.distinct = new TextValues(sources);
    this.filter = filter;
    this.observer = observer;
  }

  /** Begins a column of values. Those that are stored are shown by {@link #visit}. */
  void beginColumn(SourceBatch source, int key, AttributeType newType) {
    keyHash = source.strings().hash(key);
    type = newType;
    isComplete = isTold(newType);
    if (!isComplete) {
      filter.add(FilterEntry.other(keyHash));
    }
  }

  @Override
  public void visit(SourceBatch source, int string) {
    if (type == AttributeType.STRING) {
      filter.add(FilterEntry.text(keyHash, source.strings().hash(string)));
      if (distinct.count() < GroupObserver.MAX_VALUES) {
        distinct.add(source, string);
      } else {
        isComplete = false;
      }
    }
  }

  /** Tells the values of a column that are not stored. */
  void numbers(LongValues values) {
    if (!isTold(type)) {
      return;
    }
    for (int i = 0; i < values.count(); i++) {
      long value = values.get(i);
      if (!numbers.contains(value)) {
        isComplete &= !numbers.isFull();
        filter.add(FilterEntry.number(keyHash, type.code(), value));
      }
    }
  }

  /** Tells the observer of the column. */
  void endColumn(String level, SourceBatch source, int key) {
    observer.key(level, source.strings(), key, type, isComplete);
    for (int i = 0; i < distinct.count(); i++) {
      observer.text(distinct.source(i).batch().strings(), distinct.string(i));
    }
    for (int i = 0; i < numbers.size(); i++) {
      observer.number(numbers.get(i));
    }
    distinct.clear();
    numbers.clear();
  }

  /** Begins a key whose values are told one by one. */
  void begin(String level, SourceBatch source, int key, AttributeType newType) {
    StringTable strings = source.strings();
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
      StringTable strings = source.strings();
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
