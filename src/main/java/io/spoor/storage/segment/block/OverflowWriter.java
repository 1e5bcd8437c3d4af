// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeType;
import io.spoor.storage.segment.column.ByteOutput;
import io.spoor.storage.segment.column.LongColumn;
import io.spoor.storage.segment.column.SourceBatch;

/** Attributes of a level that got no value column, in the order in which they came. */
final class OverflowWriter {
  private final TextValues keys;
  private final LongValues types = new LongValues();
  private final LongValues longs = new LongValues();
  private final TextValues texts;

  OverflowWriter(GroupSources sources) {
    keys = new TextValues(sources);
    texts = new TextValues(sources);
  }

  void add(SourceBatch source, int key, byte type, long value) {
    keys.add(source, key);
    types.add(type);
    if (AttributeType.of(type).isStored()) {
      texts.add(source, (int) value);
    } else {
      longs.add(value);
    }
  }

  int count() {
    return keys.count();
  }

  /** Number of attributes, types, keys, values. */
  void encode(PageField field, PageWriter pages) {
    if (keys.count() == 0) {
      return;
    }
    ByteOutput target = pages.begin();
    target.putVarint(keys.count());
    LongColumn.encode(types.array(), types.count(), target);
    pages.appendTexts(keys, target);
    if (longs.count() > 0) {
      LongColumn.encode(longs.array(), longs.count(), target);
    }
    if (texts.count() > 0) {
      pages.appendTexts(texts, target);
    }
    pages.end(field);
  }

  /** Tells what is there. */
  void tell(RowGroup.Level level, ValueTeller teller) {
    int nextLong = 0;
    int nextText = 0;
    for (int i = 0; i < keys.count(); i++) {
      AttributeType type = AttributeType.of((byte) types.get(i));
      teller.begin(level.word(), keys.source(i), keys.string(i), type);
      if (type.isStored()) {
        teller.one(texts.source(nextText), texts.string(nextText));
        nextText++;
      } else {
        teller.one(keys.source(i), longs.get(nextLong++));
      }
    }
  }

  void clear() {
    keys.clear();
    types.clear();
    longs.clear();
    texts.clear();
  }
}
