// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.EventTable;
import io.spoor.storage.segment.column.SourceBatch;

/** The events of a group's spans. Reused from group to group; not thread-safe. */
// Hot path: called for every span of a block that is written.
final class EventWriter {
  private final LongValues counts = new LongValues();
  private final LongValues times = new LongValues();
  private final TextValues names;
  private final LongValues dropped = new LongValues();
  private final AttributeWriter attributes;

  EventWriter(GroupSources sources, ValueColumns columns) {
    names = new TextValues(sources);
    attributes = new AttributeWriter(RowGroup.Level.EVENT, sources, columns);
  }

  /** Gathers the events of all spans. */
  void gather(GroupRows rows, SpanWriter spans) {
    for (int i = 0; i < rows.count(); i++) {
      EventTable events = rows.batch(i).events();
      int row = rows.row(i);
      counts.add(events.end(row) - events.start(row));
    }
    if (counts.isAllZero()) {
      return;
    }
    for (int i = 0; i < rows.count(); i++) {
      if (counts.get(i) != 0) {
        add(rows.source(i), rows.row(i), spans.start(i));
      }
    }
  }

  private void add(SourceBatch source, int row, long spanStart) {
    EventTable events = source.batch().events();
    for (int event = events.start(row); event < events.end(row); event++) {
      times.add(events.timeUnixNano(event) - spanStart);
      names.add(source, events.name(event));
      dropped.add(events.droppedAttributesCount(event));
      attributes.add(source, events.attributes(), event);
    }
  }

  int count() {
    return times.count();
  }

  AttributeWriter attributes() {
    return attributes;
  }

  void encode(PageWriter pages) {
    pages.longs(PageField.EVENT_COUNT, counts);
    if (times.count() > 0) {
      pages.longs(PageField.EVENT_TIME, times);
      pages.texts(PageField.EVENT_NAME, names);
      pages.longs(PageField.EVENT_DROPPED_ATTRIBUTES, dropped);
      attributes.encode(pages);
    }
  }

  void clear() {
    counts.clear();
    times.clear();
    names.clear();
    dropped.clear();
    attributes.clear();
  }
}
