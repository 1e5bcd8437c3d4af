// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.EventTable;
import io.spoor.storage.segment.column.SourceBatch;

/** The events of a group's spans. Reused from group to group; not thread-safe. */
// Hot path: called for every span of a block that is written.
final class EventWriter {
  private static final int ROW_BYTES = 40; // without strings and attributes, about

  private final LongValues counts = new LongValues();
  private final LongValues times = new LongValues();
  private final TextValues names = new TextValues();
  private final LongValues dropped = new LongValues();
  private final AttributeWriter attributes;
  private long bytes;

  EventWriter(ValueColumns columns) {
    attributes = new AttributeWriter(RowGroup.Level.EVENT, columns);
  }

  /** Adds the events of the next span. */
  void add(SourceBatch source, int row, long spanStart) {
    EventTable events = source.batch().events();
    int from = events.start(row);
    int to = events.end(row);
    counts.add(to - from);
    for (int event = from; event < to; event++) {
      times.add(events.timeUnixNano(event) - spanStart);
      names.add(source, events.name(event));
      bytes += ROW_BYTES + source.batch().strings().length(events.name(event));
      dropped.add(events.droppedAttributesCount(event));
      attributes.add(source, events.attributes(), event);
    }
  }

  /** About the bytes of what was added. */
  long bytes() {
    return bytes + attributes.bytes();
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
    bytes = 0;
  }
}
