// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeType;
import io.spoor.storage.segment.column.LongColumn;
import io.spoor.storage.segment.column.SourceBatch;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The value columns of a group: one for each level, key and type, up to {@link #MAX_COLUMNS}.
 * Reused from group to group; not thread-safe.
 */
// Hot path: asked for every attribute of a block that is written.
final class ValueColumns {
  /** Most columns of a group. */
  static final int MAX_COLUMNS = 512;

  /** Slot of an attribute that gets no column. */
  static final int OVERFLOW = 0;

  private static final int LEVELS = 3;
  private static final int TYPES = 8;

  private final GroupSources sources;
  private final KeyNumbers numbers = new KeyNumbers();
  private final ValueColumnWriter[] columns = new ValueColumnWriter[MAX_COLUMNS];
  private int count;
  private int made; // columns that are there to be reused

  // By key number, level and type: the slot, which is one more than the number of the column.
  private int[] slots = new int[256 * LEVELS * TYPES];

  ValueColumns(GroupSources sources) {
    this.sources = sources;
  }

  int count() {
    return count;
  }

  /** The column of a slot that is not {@link #OVERFLOW}. */
  ValueColumnWriter column(int slot) {
    return columns[slot - 1];
  }

  /** Slot of this key and type on this level. */
  int slot(RowGroup.Level level, SourceBatch source, int[] keyNumbers, int key, byte type) {
    int number = keyNumbers[key];
    if (number == 0) {
      number = numbers.number(source.strings(), key);
      keyNumbers[key] = number;
    }
    if (number == KeyNumbers.NONE) {
      return OVERFLOW;
    }
    int place = (number * LEVELS + level.code()) * TYPES + type;
    int slot = place < slots.length ? slots[place] : 0;
    return slot != 0 ? slot : begin(place, level, source, key, type);
  }

  private int begin(int place, RowGroup.Level level, SourceBatch source, int key, byte type) {
    if (count == MAX_COLUMNS) {
      return OVERFLOW;
    }
    if (place >= slots.length) {
      slots = Arrays.copyOf(slots, Math.max(place + 1, slots.length * 2));
    }
    if (count == made) {
      columns[made++] = new ValueColumnWriter(sources);
    }
    columns[count].begin(place, level, AttributeType.of(type), source, key);
    slots[place] = ++count;
    return count;
  }

  /** Writes the columns in the order of their slots, and tells what they hold. */
  void encode(PageWriter pages, ValueTeller teller) {
    for (int i = 0; i < count; i++) {
      columns[i].encode(pages, teller);
    }
  }

  void clear() {
    for (int i = 0; i < count; i++) {
      slots[columns[i].place()] = 0;
      columns[i].clear();
    }
    count = 0;
  }

  /** One column. */
  static final class ValueColumnWriter {
    private final LongValues longs = new LongValues();
    private final TextValues texts;
    private int place;
    private RowGroup.Level level = RowGroup.Level.SPAN;
    private AttributeType type = AttributeType.EMPTY;
    private boolean stored;
    private @Nullable SourceBatch keySource;
    private int key;

    ValueColumnWriter(GroupSources sources) {
      texts = new TextValues(sources);
    }

    void begin(
        int newPlace,
        RowGroup.Level newLevel,
        AttributeType newType,
        SourceBatch source,
        int newKey) {
      place = newPlace;
      level = newLevel;
      type = newType;
      stored = newType.isStored();
      keySource = source;
      key = newKey;
    }

    void add(SourceBatch source, long value) {
      if (stored) {
        texts.add(source, (int) value);
      } else {
        longs.add(value);
      }
    }

    int place() {
      return place;
    }

    private SourceBatch keySource() {
      return Objects.requireNonNull(keySource);
    }

    void encode(PageWriter pages, ValueTeller teller) {
      SourceBatch source = keySource();
      teller.beginColumn(source, key, type);
      if (stored) {
        pages.appendTexts(texts, pages.begin(), teller);
      } else if (type == AttributeType.EMPTY) {
        pages.begin();
      } else {
        LongColumn.encode(longs.array(), longs.count(), pages.begin());
        teller.numbers(longs);
      }
      teller.endColumn(level.word(), source, key);
      pages.endColumn(level, type, source, key, stored ? texts.count() : longs.count());
    }

    void clear() {
      longs.clear();
      texts.clear();
      keySource = null;
    }
  }
}
