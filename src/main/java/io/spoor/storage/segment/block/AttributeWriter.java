// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeTable;
import io.spoor.storage.segment.column.BatchNumbers;
import io.spoor.storage.segment.column.SourceBatch;

/** The attributes of one level. Reused from group to group; not thread-safe. */
// Hot path: called for every span of a block that is written.
final class AttributeWriter {
  private final RowGroup.Level level;
  private final ValueColumns columns;
  private final ShapeTable shapes = new ShapeTable();
  private final LongValues shapeOfOwner = new LongValues();
  private final GroupSources sources;
  private final OverflowWriter overflow;

  AttributeWriter(RowGroup.Level level, GroupSources sources, ValueColumns columns) {
    this.sources = sources;
    this.overflow = new OverflowWriter(sources);
    this.level = level;
    this.columns = columns;
  }

  /** Adds the attributes of the next owner. */
  void add(SourceBatch source, AttributeTable table, int owner) {
    BatchNumbers numbers = source.numbers();
    int before = numbers.shapedOwner(level.code(), sources.group());
    if (before >= 0 && table.haveSameKeys(owner, before)) {
      addShaped(numbers.shape(level.code()), source, table, owner);
      return;
    }
    int overflows = overflow.count();
    int shape = addUnknown(numbers.keys(), source, table, owner);
    if (overflow.count() == overflows) {
      numbers.shaped(level.code(), sources.group(), owner, shape);
    }
  }

  /** Most owners of a batch have the keys of another one: then none is looked up. */
  private void addShaped(int shape, SourceBatch source, AttributeTable table, int owner) {
    int[] slots = shapes.slots();
    int slot = shapes.start(shape);
    int end = table.end(owner);
    for (int entry = table.start(owner); entry < end; entry++) {
      columns.column(slots[slot++]).add(source, table.value(entry));
    }
    shapeOfOwner.add(shape);
  }

  private int addUnknown(int[] keyNumbers, SourceBatch source, AttributeTable table, int owner) {
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
    }
    int shape = shapes.finish();
    shapeOfOwner.add(shape);
    return shape;
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
  }
}
