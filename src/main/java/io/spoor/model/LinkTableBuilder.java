// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/** Collects links, which belong to the span under way. Not thread-safe. */
// Hot path: see docs/adr/0002-columns-at-the-door.md
public final class LinkTableBuilder {
  private final AttributeTableBuilder attributes = new AttributeTableBuilder();
  private final GrowableInts starts = new GrowableInts();
  private final GrowableLongs ids = new GrowableLongs();
  private final GrowableInts traceStates = new GrowableInts();
  private final GrowableInts flagsColumn = new GrowableInts();
  private final GrowableInts droppedAttributesCounts = new GrowableInts();

  private long traceIdHigh;
  private long traceIdLow;
  private long spanId;

  LinkTableBuilder() {
    clear();
  }

  /** Attributes of the link under way. */
  public AttributeTableBuilder attributes() {
    return attributes;
  }

  /** Sets the id of the linked trace. */
  public void traceId(long high, long low) {
    traceIdHigh = high;
    traceIdLow = low;
  }

  /** Sets the id of the linked span. */
  public void spanId(long id) {
    spanId = id;
  }

  /** Ends the link under way; an id that was not set is 0. */
  public void end(int traceState, int flags, int droppedAttributesCount) {
    attributes.endOwner();
    ids.add(traceIdHigh);
    ids.add(traceIdLow);
    ids.add(spanId);
    traceStates.add(traceState);
    flagsColumn.add(flags);
    droppedAttributesCounts.add(droppedAttributesCount);
    forgetCurrent();
  }

  void endSpan() {
    starts.add(traceStates.size());
  }

  void discardSpan() {
    int size = starts.get(starts.size() - 1);
    attributes.truncate(size);
    ids.truncate(3 * size);
    traceStates.truncate(size);
    flagsColumn.truncate(size);
    droppedAttributesCounts.truncate(size);
    forgetCurrent();
  }

  private void forgetCurrent() {
    traceIdHigh = 0;
    traceIdLow = 0;
    spanId = 0;
  }

  void clear() {
    forgetCurrent();
    attributes.clear();
    starts.clear();
    starts.add(0);
    ids.clear();
    traceStates.clear();
    flagsColumn.clear();
    droppedAttributesCounts.clear();
  }

  long builtBytes() {
    return attributes.builtBytes() + 4L * starts.size() + 12L * ids.size();
  }

  long capacityBytes() {
    return attributes.capacityBytes()
        + starts.capacityBytes()
        + ids.capacityBytes()
        + 3L * traceStates.capacityBytes();
  }

  LinkTable build() {
    return new LinkTable(
        starts.toArray(),
        ids.toArray(),
        traceStates.toSparseArray(),
        flagsColumn.toSparseArray(),
        droppedAttributesCounts.toSparseArray(),
        attributes.build());
  }
}
