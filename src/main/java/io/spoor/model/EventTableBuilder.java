// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/** Collects events, which belong to the span under way. Not thread-safe. */
// Hot path: see docs/adr/0002-columns-at-the-door.md
public final class EventTableBuilder {
  private final AttributeTableBuilder attributes = new AttributeTableBuilder();
  private final GrowableInts starts = new GrowableInts();
  private final GrowableLongs times = new GrowableLongs();
  private final GrowableInts names = new GrowableInts();
  private final GrowableInts droppedAttributesCounts = new GrowableInts();

  EventTableBuilder() {
    clear();
  }

  /** Attributes of the event under way. */
  public AttributeTableBuilder attributes() {
    return attributes;
  }

  /** Ends the event under way. */
  public void end(long timeUnixNano, int name, int droppedAttributesCount) {
    attributes.endOwner();
    times.add(timeUnixNano);
    names.add(name);
    droppedAttributesCounts.add(droppedAttributesCount);
  }

  void endSpan() {
    starts.add(times.size());
  }

  void discardSpan() {
    int size = starts.get(starts.size() - 1);
    attributes.truncate(size);
    times.truncate(size);
    names.truncate(size);
    droppedAttributesCounts.truncate(size);
  }

  void clear() {
    attributes.clear();
    starts.clear();
    starts.add(0);
    times.clear();
    names.clear();
    droppedAttributesCounts.clear();
  }

  long builtBytes() {
    return attributes.builtBytes() + 4L * starts.size() + 16L * times.size();
  }

  long capacityBytes() {
    return attributes.capacityBytes()
        + starts.capacityBytes()
        + times.capacityBytes()
        + 2L * names.capacityBytes();
  }

  EventTable build() {
    return new EventTable(
        starts.toArray(),
        times.toArray(),
        names.toArray(),
        droppedAttributesCounts.toSparseArray(),
        attributes.build());
  }
}
