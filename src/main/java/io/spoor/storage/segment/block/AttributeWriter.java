// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeType;
import io.spoor.model.StringTable;
import io.spoor.storage.segment.column.SourceBatch;

/** The attributes of one level. Reused from group to group; not thread-safe. */
// Hot path: called for every span of a block that is written.
final class AttributeWriter {
  private static final int ATTRIBUTE_BYTES = 16; // of a key and a number, about
  private static final int STORED_TYPES = storedTypes(); // a bit for each type code

  private final RowGroup.Level level;
  private final ValueColumns columns;
  private final ShapeTable shapes = new ShapeTable();
  private final LongValues shapeOfOwner = new LongValues();
  private final OverflowWriter overflow = new OverflowWriter();
  private long bytes;

  AttributeWriter(RowGroup.Level level, ValueColumns columns) {
    this.level = level;
    this.columns = columns;
  }

  private static int storedTypes() {
    int bits = 0;
    for (AttributeType type : AttributeType.values()) {
      bits |= type.isStored() ? 1 << type.code() : 0;
    }
    return bits;
  }

  /** Adds the attributes of the next owner. */
  void add(SourceBatch source, AttributeTable table, int owner) {
    int[] keyNumbers = source.numbers().keys();
    StringTable strings = source.batch().strings();
    int end = table.end(owner);
    for (int entry = table.start(owner); entry < end; entry++) {
      byte type = table.typeCode(entry);
      int key = table.key(entry);
      int slot = columns.slot(level, source, keyNumbers, key, type);
      long value = table.value(entry);
      shapes.append(slot);
      if (slot == ValueColumns.OVERFLOW) {
        overflow.add(source, key, type, value);
      } else {
        columns.column(slot).add(source, value);
      }
      bytes += ATTRIBUTE_BYTES + (isStored(type) ? strings.length((int) value) : 0);
    }
    shapeOfOwner.add(shapes.finish());
  }

  private static boolean isStored(byte type) {
    return (STORED_TYPES >> type & 1) != 0;
  }

  /** About the bytes of what was added. */
  long bytes() {
    return bytes;
  }

  OverflowWriter overflow() {
    return overflow;
  }

  void encode(PageWriter pages) {
    pages.longs(level.shape(), shapeOfOwner);
    if (!shapes.isEmpty()) {
      shapes.encode(pages.begin());
      pages.end(level.shapes());
    }
    overflow.encode(level.overflow(), pages);
  }

  void clear() {
    shapes.clear();
    shapeOfOwner.clear();
    overflow.clear();
    bytes = 0;
  }
}
