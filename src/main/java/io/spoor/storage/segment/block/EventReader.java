// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.EventTableBuilder;
import io.spoor.storage.segment.column.TextColumn;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The events of a group, decoded when they are first asked for. Not thread-safe. */
final class EventReader {
  private final PageReader pages;
  private final AttributeReader attributes;
  private @Nullable ChildRows rows;
  private boolean isLoaded;
  private long[] times = {};
  private long[] dropped = {};
  private @Nullable TextColumn names;

  EventReader(PageReader pages) {
    this.pages = pages;
    this.attributes = new AttributeReader(RowGroup.Level.EVENT, pages, pages.header().events());
  }

  AttributeReader attributes() {
    return attributes;
  }

  ChildRows rows() throws IOException {
    ChildRows known = rows;
    if (known == null) {
      known = new ChildRows(pages, PageField.EVENT_COUNT, pages.header().events());
      rows = known;
    }
    return known;
  }

  private void load() throws IOException {
    if (!isLoaded) {
      int count = pages.header().events();
      times = pages.longs(PageField.EVENT_TIME, count);
      dropped = pages.longs(PageField.EVENT_DROPPED_ATTRIBUTES, count);
      names = pages.texts(PageField.EVENT_NAME, count);
      isLoaded = true;
    }
  }

  /** Adds the events of a row to the span under way. */
  void addTo(BatchAssembly assembly, int row, long spanStart) throws IOException {
    if (pages.header().events() == 0) {
      return;
    }
    ChildRows children = rows();
    EventTableBuilder builder = assembly.builder().event();
    for (int event = children.start(row); event < children.end(row); event++) {
      load();
      attributes.addTo(assembly, builder.attributes(), event);
      int name = assembly.text(names, event);
      builder.end(times[event] + spanStart, name, (int) dropped[event]);
    }
  }
}
