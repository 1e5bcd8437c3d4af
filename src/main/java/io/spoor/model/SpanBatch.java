// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import org.jspecify.annotations.Nullable;

/**
 * Spans as columns: the one form in which spans travel and are kept in memory.
 *
 * <pre>
 * resources ◄── scopes ◄── spans ◄── events, links       rows; each knows the row to its left
 *     └───────────┴──────────┴─────────┴──► attributes    sparse rows of key, type, value
 *                                              └──► strings   distinct in the batch
 * </pre>
 *
 * <p>Immutable and shared by reference between threads. Read it by column, or a span at a time
 * through {@link #span(int)}. Resources and scopes may be there that no span uses.
 */
public final class SpanBatch {
  private static final int SPARE_BYTES = 4096;

  private final StringTable strings;
  private final ResourceTable resources;
  private final ScopeTable scopes;
  private final SpanTable spans;
  private final EventTable events;
  private final LinkTable links;
  private final @Nullable Wire wire;

  SpanBatch(
      StringTable strings,
      ResourceTable resources,
      ScopeTable scopes,
      SpanTable spans,
      EventTable events,
      LinkTable links,
      @Nullable Wire wire) {
    this.strings = strings;
    this.resources = resources;
    this.scopes = scopes;
    this.spans = spans;
    this.events = events;
    this.links = links;
    this.wire = wire;
  }

  /** Number of spans. */
  public int size() {
    return spans.size();
  }

  /** The distinct strings. */
  public StringTable strings() {
    return strings;
  }

  /** The resources. */
  public ResourceTable resources() {
    return resources;
  }

  /** The instrumentation scopes. */
  public ScopeTable scopes() {
    return scopes;
  }

  /** The columns of the spans themselves. */
  public SpanTable spans() {
    return spans;
  }

  /** The events of all spans. */
  public EventTable events() {
    return events;
  }

  /** The links of all spans. */
  public LinkTable links() {
    return links;
  }

  /** The OTLP protobuf body that the batch was decoded from, or null when there was none. */
  public @Nullable Wire wire() {
    return wire;
  }

  /** Row of the resource of a span. */
  public int resourceOf(int row) {
    return scopes.resource(spans.scope(row));
  }

  /**
   * A new view of the span in this row; move it with {@link SpanView#at} instead of asking again.
   */
  public SpanView span(int row) {
    return new SpanView(this).at(row);
  }

  /** The spans of the given rows, in that order. Shares strings, resources, scopes and body. */
  public SpanBatch select(int[] rows) {
    return new SpanBatch(
        strings,
        resources,
        scopes,
        spans.select(rows),
        events.select(rows),
        links.select(rows),
        wire == null ? null : wire.select(rows));
  }

  /**
   * The same spans, strings copied, without the received body. Columns are shared, and string
   * indices stay, unless strings, resources and scopes take more than the spans' own columns and 4
   * KiB: then they are numbered anew and those that no span uses are left out.
   */
  public SpanBatch detached() {
    long own = spans.bytes() + events.bytes() + links.bytes();
    if (strings.detachedBytes() + resources.bytes() + scopes.bytes() > own + SPARE_BYTES) {
      return compacted();
    }
    return new SpanBatch(strings.detached(), resources, scopes, spans, events, links, null);
  }

  private SpanBatch compacted() {
    RowRenumbering usedScopes = new RowRenumbering(scopes.size());
    for (int row = 0; row < size(); row++) {
      usedScopes.of(spans.scope(row));
    }
    RowRenumbering usedResources = new RowRenumbering(resources.size());
    for (int scope : usedScopes.rows()) {
      usedResources.of(scopes.resource(scope));
    }
    StringRenumbering used = new StringRenumbering(strings);
    ResourceTable newResources = resources.select(usedResources.rows(), used);
    ScopeTable newScopes = scopes.select(usedScopes.rows(), usedResources, used);
    SpanTable newSpans = spans.renumbered(usedScopes, used);
    EventTable newEvents = events.renumbered(used);
    LinkTable newLinks = links.renumbered(used);
    return new SpanBatch(
        used.strings(), newResources, newScopes, newSpans, newEvents, newLinks, null);
  }

  /** Starts a changed copy; this batch stays as it is. */
  public SpanBatchEditor edit() {
    return new SpanBatchEditor(this);
  }

  /** Bytes retained: all columns, strings, and the body that they refer to. */
  public long bytes() {
    long body = wire != null && wire.body() != strings.body() ? wire.body().length : 0;
    return 64
        + body
        + strings.bytes()
        + resources.bytes()
        + scopes.bytes()
        + spans.bytes()
        + events.bytes()
        + links.bytes()
        + (wire == null ? 0 : wire.bytes());
  }

  @Override
  public String toString() {
    return "SpanBatch[" + size() + " spans, " + bytes() + " bytes]";
  }
}
