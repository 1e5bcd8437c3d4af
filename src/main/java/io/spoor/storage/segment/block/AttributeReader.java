// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeTableBuilder;
import io.spoor.storage.segment.column.ByteInput;
import io.spoor.storage.segment.column.LongColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attributes of one level, decoded when they are first asked for. Not thread-safe. */
// Hot path: asked for every span of a block that is merged.
final class AttributeReader {
  private final RowGroup.Level level;
  private final PageReader pages;
  private final int owners;
  private final @Nullable ValuePage[] bySlot; // those of other levels are null; so is overflow
  private final List<ValuePage> columns = new ArrayList<>();

  // Of each shape, its slots; of each owner, its shape.
  private boolean hasShapes;
  private boolean isLoaded;
  private int[] slots = {};
  private int[] shapeStarts = {0, 0};
  private int[] shapes = {};
  private @Nullable OverflowReader overflow;
  private @Nullable SlotRanks ranks;

  AttributeReader(RowGroup.Level level, PageReader pages, int owners) {
    this.level = level;
    this.pages = pages;
    this.owners = owners;
    List<GroupHeader.Column> all = pages.header().columns();
    bySlot = new @Nullable ValuePage[all.size() + 1];
    for (int slot = 1; slot <= all.size(); slot++) {
      GroupHeader.Column column = all.get(slot - 1);
      if (column.level() == level) {
        ValuePage page = new ValuePage(pages, column, this, slot);
        bySlot[slot] = page;
        columns.add(page);
      }
    }
  }

  /** The columns of this level that have this key. */
  List<RowGroup.ValueColumn> withKey(byte[] key) {
    List<RowGroup.ValueColumn> found = new ArrayList<>();
    for (ValuePage column : columns) {
      if (Arrays.equals(column.key(), key)) {
        found.add(column);
      }
    }
    return found;
  }

  private void load() throws IOException {
    if (isLoaded) {
      return;
    }
    loadShapes();
    long[] read = pages.longs(level.shape(), owners);
    int[] newShapes = new int[owners];
    long total = 0;
    for (int owner = 0; owner < owners; owner++) {
      if (read[owner] < 0 || read[owner] >= shapeStarts.length - 1) {
        throw PageReader.corrupt(level.shape(), "there is no shape " + read[owner]);
      }
      newShapes[owner] = (int) read[owner];
      total += shapeStarts[newShapes[owner] + 1] - shapeStarts[newShapes[owner]];
    }
    if (total != expectedValues()) {
      throw PageReader.corrupt(level.shape(), "it has %d values".formatted(total));
    }
    shapes = newShapes;
    isLoaded = true;
  }

  private long expectedValues() {
    long values = overflow == null ? 0 : overflow.count();
    for (ValuePage column : columns) {
      values += column.count();
    }
    return values;
  }

  private void loadShapes() throws IOException {
    if (hasShapes) {
      return;
    }
    ByteInput overflowPage = pages.page(level.overflow());
    overflow = overflowPage == null ? null : new OverflowReader(pages, overflowPage);
    ByteInput page = pages.page(level.shapes());
    if (page == null) {
      hasShapes = true;
      return;
    }
    int count = page.getCount(owners);
    long[] lengths = LongColumn.decode(page, count);
    int[] newStarts = new int[count + 1];
    long limit = expectedValues(); // each shape is that of an owner at least
    for (int i = 0; i < count; i++) {
      if (lengths[i] < 0 || lengths[i] > limit - newStarts[i]) {
        throw PageReader.corrupt(level.shapes(), "a shape has %d slots".formatted(lengths[i]));
      }
      newStarts[i + 1] = newStarts[i] + (int) lengths[i];
    }
    long[] read = LongColumn.decode(page, newStarts[count]);
    int[] newSlots = new int[read.length];
    for (int i = 0; i < read.length; i++) {
      if (read[i] != 0
          && (read[i] < 0 || read[i] >= bySlot.length || bySlot[(int) read[i]] == null)) {
        throw PageReader.corrupt(level.shapes(), "there is no slot " + read[i]);
      }
      newSlots[i] = (int) read[i];
    }
    shapeStarts = newStarts;
    slots = newSlots;
    hasShapes = true;
  }

  /** Positions of values in their columns, all of which must be where the shapes say. */
  private SlotRanks ranks() throws IOException {
    load();
    SlotRanks known = ranks;
    if (known == null) {
      known = new SlotRanks(shapes, shapeStarts, slots, bySlot.length);
      if (known.count(ValueColumns.OVERFLOW) != (overflow == null ? 0 : overflow.count())) {
        throw PageReader.corrupt(level.shape(), "overflow differs");
      }
      for (ValuePage column : columns) {
        if (known.count(column.slot()) != column.count()) {
          throw PageReader.corrupt(level.shape(), "column %d differs".formatted(column.slot()));
        }
      }
      ranks = known;
    }
    return known;
  }

  /** By shape, how often it has the slot. */
  private int[] timesOf(int slot) {
    int[] times = new int[shapeStarts.length - 1];
    for (int shape = 0; shape < times.length; shape++) {
      for (int i = shapeStarts[shape]; i < shapeStarts[shape + 1]; i++) {
        times[shape] += slots[i] == slot ? 1 : 0;
      }
    }
    return times;
  }

  /** Whether each owner has the slot exactly once. */
  boolean isOnePerOwner(int slot) throws IOException {
    loadShapes();
    for (int times : timesOf(slot)) {
      if (times != 1) {
        return false;
      }
    }
    return true;
  }

  /** Owners of the values of a column, one for each value. */
  int[] ownersOf(int slot, int count) throws IOException {
    load();
    int[] times = timesOf(slot);
    int[] found = new int[count];
    int at = 0;
    for (int owner = 0; owner < owners; owner++) {
      int values = times[shapes[owner]];
      if (values > count - at) {
        throw PageReader.corrupt(level.shape(), "column %d has too few values".formatted(slot));
      }
      for (; values > 0; values--) {
        found[at++] = owner;
      }
    }
    if (at != count) {
      throw PageReader.corrupt(level.shape(), "column %d has too many values".formatted(slot));
    }
    return found;
  }

  /** Owners that have attributes without a column of their own, each once. */
  int[] ownersWithOverflow() throws IOException {
    if (!pages.header().place(level.overflow()).isPresent()) {
      return new int[0];
    }
    load();
    int[] all = ownersOf(ValueColumns.OVERFLOW, overflow == null ? 0 : overflow.count());
    int count = 0;
    for (int i = 0; i < all.length; i++) {
      if (i == 0 || all[i] != all[i - 1]) {
        all[count++] = all[i];
      }
    }
    return Arrays.copyOf(all, count);
  }

  /** Adds the attributes of an owner to the one under way. */
  void addTo(BatchAssembly assembly, AttributeTableBuilder builder, int owner) throws IOException {
    SlotRanks positions = ranks();
    positions.moveTo(owner);
    int shape = shapes[owner];
    for (int i = shapeStarts[shape]; i < shapeStarts[shape + 1]; i++) {
      int position = positions.take(slots[i]);
      ValuePage column = bySlot[slots[i]];
      if (column != null) {
        column.addTo(assembly, builder, position);
      } else if (overflow != null) {
        overflow.addTo(assembly, builder, position);
      }
    }
    positions.moved(owner + 1);
  }
}
