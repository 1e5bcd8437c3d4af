// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeTableBuilder;
import io.spoor.model.AttributeType;
import io.spoor.storage.segment.column.ByteInput;
import io.spoor.storage.segment.column.LongColumn;
import io.spoor.storage.segment.column.LongSearch;
import io.spoor.storage.segment.column.TextColumn;
import io.spoor.storage.segment.column.TextSearch;
import java.io.IOException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The values of a column, decoded when they are first asked for. Not thread-safe. */
// Hot path: asked for every attribute of a block that is merged.
final class ValuePage implements RowGroup.ValueColumn {
  private final PageReader pages;
  private final GroupHeader.Column column;
  private final AttributeReader level;
  private final int slot;
  private final byte typeCode;
  private final boolean stored;
  private long @Nullable [] longs;
  private @Nullable TextColumn texts;
  private int @Nullable [] owners;

  ValuePage(PageReader pages, GroupHeader.Column column, AttributeReader level, int slot) {
    this.pages = pages;
    this.column = column;
    this.level = level;
    this.slot = slot;
    this.typeCode = column.type().code();
    this.stored = column.type().isStored();
  }

  int slot() {
    return slot;
  }

  int count() {
    return column.count();
  }

  @Override
  public byte[] key() {
    return column.key().bytes();
  }

  @Override
  public AttributeType type() {
    return column.type();
  }

  @Override
  public int[] owners() throws IOException {
    int[] known = owners;
    if (known == null) {
      known = level.ownersOf(slot, column.count());
      owners = known;
    }
    return known;
  }

  @Override
  public long[] longs() throws IOException {
    long[] known = longs;
    if (known == null) {
      known =
          column.type() == AttributeType.EMPTY || stored
              ? new long[column.count()]
              : LongColumn.decode(page(), column.count());
      longs = known;
    }
    return known;
  }

  @Override
  public TextColumn texts() throws IOException {
    TextColumn known = texts;
    if (known == null) {
      known = TextColumn.decode(page(), column.count(), pages.dictionary());
      texts = known;
    }
    return known;
  }

  @Override
  public boolean isOnePerOwner() throws IOException {
    return level.isOnePerOwner(slot);
  }

  @Override
  public void find(long value, BitSet positions) throws IOException {
    LongSearch.find(page(), column.count(), value, positions);
  }

  @Override
  public void find(byte[] value, BitSet positions) throws IOException {
    TextColumn known = texts;
    if (known == null) {
      TextSearch.find(page(), column.count(), pages.dictionary(), value, positions);
    } else {
      known.find(value, positions);
    }
  }

  private ByteInput page() throws IOException {
    return pages.read(column.place(), column.name());
  }

  /** Adds the value at a position to the owner under way. */
  void addTo(BatchAssembly assembly, AttributeTableBuilder builder, int position)
      throws IOException {
    long value =
        stored
            ? assembly.stored(texts(), position, column.type() == AttributeType.STRING)
            : longs()[position];
    builder.add(assembly.key(slot, column.key().bytes()), typeCode, value);
  }
}
