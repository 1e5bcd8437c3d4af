// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeTableBuilder;
import io.spoor.model.AttributeType;
import io.spoor.storage.segment.column.ByteInput;
import io.spoor.storage.segment.column.LongColumn;
import io.spoor.storage.segment.column.TextColumn;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Attributes of a level that got no value column, in the order in which they came. */
final class OverflowReader {
  private final AttributeType[] types;
  private final int[] places; // of each value among the numbers or the strings
  private final TextColumn keys;
  private final long[] longs;
  private final @Nullable TextColumn texts;

  OverflowReader(PageReader pages, ByteInput page) throws IOException {
    int count = page.getCount(page.remaining());
    long[] codes = LongColumn.decode(page, count);
    types = new AttributeType[count];
    places = new int[count];
    int textCount = 0;
    for (int i = 0; i < count; i++) {
      types[i] = GroupHeader.typeOf((int) codes[i]);
      places[i] = types[i].isStored() ? textCount : i - textCount;
      textCount += types[i].isStored() ? 1 : 0;
    }
    keys = TextColumn.decode(page, count, pages.dictionary());
    longs = textCount < count ? LongColumn.decode(page, count - textCount) : new long[0];
    texts = textCount > 0 ? TextColumn.decode(page, textCount, pages.dictionary()) : null;
  }

  int count() {
    return types.length;
  }

  /** Adds an attribute to the owner under way. */
  void addTo(BatchAssembly assembly, AttributeTableBuilder builder, int position) {
    AttributeType type = types[position];
    long value =
        texts != null && type.isStored()
            ? assembly.stored(texts, places[position], type == AttributeType.STRING)
            : longs[places[position]];
    builder.add(assembly.text(keys, position), type, value);
  }
}
