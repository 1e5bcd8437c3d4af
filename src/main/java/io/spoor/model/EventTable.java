// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import org.jspecify.annotations.Nullable;

/**
 * The events of a batch's spans, as sparse rows: those of span {@code s} are {@code [start(s),
 * end(s))}, in the order in which they came. Immutable.
 */
public final class EventTable {
  private final int[] starts;
  private final long[] times;
  private final int[] names;
  private final int @Nullable [] droppedAttributesCounts;
  private final AttributeTable attributes;

  EventTable(
      int[] starts,
      long[] times,
      int[] names,
      int @Nullable [] droppedAttributesCounts,
      AttributeTable attributes) {
    this.starts = starts;
    this.times = times;
    this.names = names;
    this.droppedAttributesCounts = droppedAttributesCounts;
    this.attributes = attributes;
  }

  /** Number of events of all spans. */
  public int size() {
    return times.length;
  }

  /** First event of a span. */
  public int start(int span) {
    return starts[span];
  }

  /** One past the last event of a span. */
  public int end(int span) {
    return starts[span + 1];
  }

  /** Time of an event, nanoseconds since the epoch, unsigned. */
  public long timeUnixNano(int event) {
    return times[event];
  }

  /** String index of an event's name. */
  public int name(int event) {
    return names[event];
  }

  /** {@code Event.dropped_attributes_count}, unsigned. */
  public int droppedAttributesCount(int event) {
    return Columns.at(droppedAttributesCounts, event);
  }

  /** Attributes; the owner is the event's row. */
  public AttributeTable attributes() {
    return attributes;
  }

  EventTable select(int[] spans) {
    int[] events = Columns.children(starts, spans);
    return new EventTable(
        Columns.selectStarts(starts, spans),
        Columns.select(times, events),
        Columns.select(names, events),
        Columns.selectSparse(droppedAttributesCounts, events),
        attributes.select(events));
  }

  EventTable withAttributes(AttributeTable newAttributes) {
    return new EventTable(starts, times, names, droppedAttributesCounts, newAttributes);
  }

  EventTable renumbered(StringRenumbering strings) {
    return new EventTable(
        starts, times, strings.of(names), droppedAttributesCounts, attributes.renumbered(strings));
  }

  long bytes() {
    return Columns.bytes(starts)
        + 16
        + 8L * times.length
        + Columns.bytes(names)
        + Columns.bytes(droppedAttributesCounts)
        + attributes.bytes();
  }
}
