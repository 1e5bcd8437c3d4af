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

  // Of each shape, its slots; of each owner, its shape and where its positions start.
  private boolean isLoaded;
  private int[] slots = {};
  private int[] shapeStarts = {0, 0};
  private long[] shapes = {};
  private int[] starts = {};
  private int[] positions = {};
  private @Nullable OverflowReader overflow;

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
    ByteInput page = pages.page(level.overflow());
    overflow = page == null ? null : new OverflowReader(pages, page);
    loadShapes();
    shapes = pages.longs(level.shape(), owners);
    int[] newStarts = new int[owners + 1];
    long total = 0;
    for (int owner = 0; owner < owners; owner++) {
      long shape = shapes[owner];
      if (shape < 0 || shape >= shapeStarts.length - 1) {
        throw PageReader.corrupt(level.shape(), "there is no shape " + shape);
      }
      total += shapeStarts[(int) shape + 1] - shapeStarts[(int) shape];
      newStarts[owner + 1] = (int) total;
    }
    if (total != expectedValues()) {
      throw PageReader.corrupt(level.shape(), "it has %d values".formatted(total));
    }
    starts = newStarts;
    positions = rank((int) total);
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
    ByteInput page = pages.page(level.shapes());
    if (page == null) {
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
  }

  /** Of each attribute of each owner, the position of its value in its column. */
  private int[] rank(int total) throws IOException {
    int[] ranks = new int[total];
    int[] next = new int[bySlot.length];
    int at = 0;
    for (int owner = 0; owner < owners; owner++) {
      int shape = (int) shapes[owner];
      for (int i = shapeStarts[shape]; i < shapeStarts[shape + 1]; i++) {
        ranks[at++] = next[slots[i]]++;
      }
    }
    if (next[ValueColumns.OVERFLOW] != (overflow == null ? 0 : overflow.count())) {
      throw PageReader.corrupt(level.shape(), "overflow differs");
    }
    for (ValuePage column : columns) {
      if (next[column.slot()] != column.count()) {
        throw PageReader.corrupt(level.shape(), "column %d differs".formatted(column.slot()));
      }
    }
    return ranks;
  }

  /** Owners of the values of a column, one for each value. */
  int[] ownersOf(int slot, int count) throws IOException {
    load();
    int[] found = new int[count];
    int at = 0;
    for (int owner = 0; owner < owners; owner++) {
      int shape = (int) shapes[owner];
      for (int i = shapeStarts[shape]; i < shapeStarts[shape + 1]; i++) {
        if (slots[i] == slot) {
          found[at++] = owner;
        }
      }
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
    load();
    int shape = (int) shapes[owner];
    int at = starts[owner];
    for (int i = shapeStarts[shape]; i < shapeStarts[shape + 1]; i++) {
      ValuePage column = bySlot[slots[i]];
      if (column != null) {
        column.addTo(assembly, builder, positions[at++]);
      } else if (overflow != null) {
        overflow.addTo(assembly, builder, positions[at++]);
      }
    }
  }
}
