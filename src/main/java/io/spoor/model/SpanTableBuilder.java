// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/**
 * Collects the columns of spans. Fields that are not set for a span are 0. Not thread-safe.
 *
 * <p>A span's duration is computed when it ends, so that start and end may come in any order.
 */
// Hot path: see docs/adr/0002-columns-at-the-door.md
public final class SpanTableBuilder {
  private final AttributeTableBuilder attributes = new AttributeTableBuilder();
  private final GrowableLongs traceIdHighs = new GrowableLongs();
  private final GrowableLongs traceIdLows = new GrowableLongs();
  private final GrowableLongs spanIds = new GrowableLongs();
  private final GrowableLongs parentSpanIds = new GrowableLongs();
  private final GrowableLongs starts = new GrowableLongs();
  private final GrowableLongs durations = new GrowableLongs();
  private final GrowableInts names = new GrowableInts();
  private final GrowableInts scopes = new GrowableInts();
  private final GrowableInts kinds = new GrowableInts();
  private final GrowableInts statusCodes = new GrowableInts();
  private final GrowableInts statusMessages = new GrowableInts();
  private final GrowableInts traceStates = new GrowableInts();
  private final GrowableInts flagsColumn = new GrowableInts();
  private final GrowableInts droppedAttributesCounts = new GrowableInts();
  private final GrowableInts droppedEventsCounts = new GrowableInts();
  private final GrowableInts droppedLinksCounts = new GrowableInts();

  private long traceIdHigh;
  private long traceIdLow;
  private long spanId;
  private long parentSpanId;
  private long startTimeUnixNano;
  private long endTimeUnixNano;
  private int name;
  private int kind;
  private int statusCode;
  private int statusMessage;
  private int traceState;
  private int flags;
  private int droppedAttributesCount;
  private int droppedEventsCount;
  private int droppedLinksCount;

  /** Attributes of the span under way. */
  public AttributeTableBuilder attributes() {
    return attributes;
  }

  /** Sets the trace id. */
  public void traceId(long high, long low) {
    traceIdHigh = high;
    traceIdLow = low;
  }

  /** Sets the span's own id. */
  public void spanId(long id) {
    spanId = id;
  }

  /** Sets the parent's id; 0 for a root. */
  public void parentSpanId(long id) {
    parentSpanId = id;
  }

  /** Sets the start, nanoseconds since the epoch. */
  public void startTimeUnixNano(long nanos) {
    startTimeUnixNano = nanos;
  }

  /** Sets the end, nanoseconds since the epoch. */
  public void endTimeUnixNano(long nanos) {
    endTimeUnixNano = nanos;
  }

  /** Sets the name by string index. */
  public void name(int index) {
    name = index;
  }

  /** Sets the OTLP number of the kind. */
  public void kind(int number) {
    kind = number;
  }

  /** Sets the OTLP number of the status code. */
  public void statusCode(int number) {
    statusCode = number;
  }

  /** Sets the status message by string index. */
  public void statusMessage(int index) {
    statusMessage = index;
  }

  /** Sets the trace state by string index. */
  public void traceState(int index) {
    traceState = index;
  }

  /** Sets the flags. */
  public void flags(int bits) {
    flags = bits;
  }

  /** Sets the number of dropped attributes. */
  public void droppedAttributesCount(int count) {
    droppedAttributesCount = count;
  }

  /** Sets the number of dropped events. */
  public void droppedEventsCount(int count) {
    droppedEventsCount = count;
  }

  /** Sets the number of dropped links. */
  public void droppedLinksCount(int count) {
    droppedLinksCount = count;
  }

  void end(int scope) {
    attributes.endOwner();
    traceIdHighs.add(traceIdHigh);
    traceIdLows.add(traceIdLow);
    spanIds.add(spanId);
    parentSpanIds.add(parentSpanId);
    starts.add(startTimeUnixNano);
    durations.add(endTimeUnixNano - startTimeUnixNano);
    names.add(name);
    scopes.add(scope);
    kinds.add(kind);
    statusCodes.add(statusCode);
    statusMessages.add(statusMessage);
    traceStates.add(traceState);
    flagsColumn.add(flags);
    droppedAttributesCounts.add(droppedAttributesCount);
    droppedEventsCounts.add(droppedEventsCount);
    droppedLinksCounts.add(droppedLinksCount);
    forgetCurrent();
  }

  void discard() {
    attributes.truncate(attributes.owners());
    forgetCurrent();
  }

  private void forgetCurrent() {
    traceIdHigh = 0;
    traceIdLow = 0;
    spanId = 0;
    parentSpanId = 0;
    startTimeUnixNano = 0;
    endTimeUnixNano = 0;
    name = 0;
    kind = 0;
    statusCode = 0;
    statusMessage = 0;
    traceState = 0;
    flags = 0;
    droppedAttributesCount = 0;
    droppedEventsCount = 0;
    droppedLinksCount = 0;
  }

  int size() {
    return spanIds.size();
  }

  void clear() {
    forgetCurrent();
    attributes.clear();
    traceIdHighs.clear();
    traceIdLows.clear();
    spanIds.clear();
    parentSpanIds.clear();
    starts.clear();
    durations.clear();
    names.clear();
    scopes.clear();
    kinds.clear();
    statusCodes.clear();
    statusMessages.clear();
    traceStates.clear();
    flagsColumn.clear();
    droppedAttributesCounts.clear();
    droppedEventsCounts.clear();
    droppedLinksCounts.clear();
  }

  long builtBytes() {
    return attributes.builtBytes() + 88L * spanIds.size();
  }

  long capacityBytes() {
    return attributes.capacityBytes() + 6L * spanIds.capacityBytes() + 10L * names.capacityBytes();
  }

  SpanTable build() {
    SpanTable.Parts parts = new SpanTable.Parts();
    parts.traceIdHigh = traceIdHighs.toArray();
    parts.traceIdLow = traceIdLows.toArray();
    parts.spanId = spanIds.toArray();
    parts.parentSpanId = parentSpanIds.toArray();
    parts.startTimeUnixNano = starts.toArray();
    parts.durationNano = durations.toArray();
    parts.name = names.toArray();
    parts.scope = scopes.toArray();
    parts.kind = kinds.toSparseArray();
    parts.statusCode = statusCodes.toSparseArray();
    parts.statusMessage = statusMessages.toSparseArray();
    parts.traceState = traceStates.toSparseArray();
    parts.flags = flagsColumn.toSparseArray();
    parts.droppedAttributesCount = droppedAttributesCounts.toSparseArray();
    parts.droppedEventsCount = droppedEventsCounts.toSparseArray();
    parts.droppedLinksCount = droppedLinksCounts.toSparseArray();
    parts.attributes = attributes.build();
    return new SpanTable(parts);
  }
}
