// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/**
 * Builds one batch after another, reusing its scratch memory. Not thread-safe: one a thread.
 *
 * <p>Order of calls: {@link #reset}; for each resource its attributes, then {@link #endResource};
 * for each scope its attributes, then {@link #endScope}; for each span its fields, attributes,
 * events and links in any order, then {@link #endSpan} or {@link #discardSpan}; {@link #build}.
 * Rows are numbered from 0 in the order in which they end, so a scope that is known to be the next
 * may be ended after its spans, and a resource after its scopes.
 */
// Hot path: see docs/adr/0002-columns-at-the-door.md
public final class SpanBatchBuilder {
  private static final byte[] SERVICE_NAME = {
    's', 'e', 'r', 'v', 'i', 'c', 'e', '.', 'n', 'a', 'm', 'e'
  };
  private static final byte[] NO_BODY = {};

  private final StringTableBuilder strings = new StringTableBuilder();
  private final ResourceTableBuilder resources = new ResourceTableBuilder();
  private final ScopeTableBuilder scopes = new ScopeTableBuilder();
  private final SpanTableBuilder spans = new SpanTableBuilder();
  private final EventTableBuilder events = new EventTableBuilder();
  private final LinkTableBuilder links = new LinkTableBuilder();
  private final WireBuilder wire = new WireBuilder();
  private byte[] body = NO_BODY;
  private boolean withWire;
  private int discardedSpans;
  private int serviceNameKey;

  /** Starts a batch without a body: every string is copied. */
  public SpanBatchBuilder reset() {
    return reset(NO_BODY, false);
  }

  /**
   * Starts a batch whose strings may lie in {@code newBody}, which the batch will pin.
   *
   * @param isOtlpProtobuf whether the body is an OTLP request whose ranges are kept
   */
  public SpanBatchBuilder reset(byte[] newBody, boolean isOtlpProtobuf) {
    body = newBody;
    withWire = isOtlpProtobuf;
    discardedSpans = 0;
    strings.reset(newBody);
    serviceNameKey = strings.text(SERVICE_NAME, 0, SERVICE_NAME.length);
    resources.clear();
    scopes.clear();
    spans.clear();
    events.clear();
    links.clear();
    wire.clear();
    return this;
  }

  /** Forgets the body, so that an idle builder does not keep it alive. */
  public void release() {
    body = NO_BODY;
    strings.release();
  }

  /** Interns the strings that the other calls take by index. */
  public StringTableBuilder strings() {
    return strings;
  }

  /** Attributes of the resource under way. */
  public AttributeTableBuilder resourceAttributes() {
    return resources.attributes();
  }

  /** Attributes of the scope under way. */
  public AttributeTableBuilder scopeAttributes() {
    return scopes.attributes();
  }

  /** Fields and attributes of the span under way. */
  public SpanTableBuilder span() {
    return spans;
  }

  /** Fields and attributes of the event under way; {@link EventTableBuilder#end} ends it. */
  public EventTableBuilder event() {
    return events;
  }

  /** Fields and attributes of the link under way; {@link LinkTableBuilder#end} ends it. */
  public LinkTableBuilder link() {
    return links;
  }

  /** Sets {@link ResourceTable#entityRefs} of the resource under way. */
  public void resourceEntityRefs(int index) {
    resources.entityRefs(index);
  }

  /** Ends the resource under way; returns its row. */
  public int endResource(int schemaUrl, int droppedAttributesCount) {
    return resources.end(serviceNameKey, schemaUrl, droppedAttributesCount);
  }

  /** Ends the scope under way, with these string indices; returns its row. */
  public int endScope(
      int resource, int name, int version, int schemaUrl, int droppedAttributesCount) {
    return scopes.end(resource, name, version, schemaUrl, droppedAttributesCount);
  }

  /** Ends the span under way. */
  public void endSpan(int scope) {
    spans.end(scope);
    events.endSpan();
    links.endSpan();
  }

  /** Forgets the span under way and all that belongs to it. */
  public void discardSpan() {
    discardedSpans++;
    spans.discard();
    events.discardSpan();
    links.discardSpan();
  }

  /** Where the {@code ResourceSpans} that ended last lies in the body. */
  public void resourceRange(int start, int end) {
    wire.resources.add(start);
    wire.resources.add(end);
  }

  /** Where the {@code ScopeSpans} that ended last lies in the body. */
  public void scopeRange(int start, int end) {
    wire.scopes.add(start);
    wire.scopes.add(end);
  }

  /** Where the {@code Span} that ended last lies in the body. */
  public void spanRange(int start, int end) {
    wire.spans.add(start);
    wire.spans.add(end);
  }

  /** Number of spans ended so far. */
  public int size() {
    return spans.size();
  }

  /** About the bytes that {@link #build} would retain now, the body left out. Cheap. */
  public long builtBytes() {
    return strings.builtBytes()
        + resources.builtBytes()
        + scopes.builtBytes()
        + spans.builtBytes()
        + events.builtBytes()
        + links.builtBytes()
        + wire.builtBytes();
  }

  /** Bytes of scratch memory that this builder holds. */
  public long capacityBytes() {
    return strings.capacityBytes()
        + resources.capacityBytes()
        + scopes.capacityBytes()
        + spans.capacityBytes()
        + events.capacityBytes()
        + links.capacityBytes()
        + wire.capacityBytes();
  }

  /** Copies what was added into a batch. */
  public SpanBatch build() {
    return new SpanBatch(
        strings.build(),
        resources.build(),
        scopes.build(),
        spans.build(),
        events.build(),
        links.build(),
        withWire ? wire.build(body, discardedSpans == 0) : null);
  }

  private static final class WireBuilder {
    private final GrowableInts resources = new GrowableInts();
    private final GrowableInts scopes = new GrowableInts();
    private final GrowableInts spans = new GrowableInts();

    void clear() {
      resources.clear();
      scopes.clear();
      spans.clear();
    }

    long builtBytes() {
      return 4L * (resources.size() + scopes.size() + spans.size());
    }

    long capacityBytes() {
      return (long) resources.capacityBytes() + scopes.capacityBytes() + spans.capacityBytes();
    }

    Wire build(byte[] body, boolean whole) {
      return new Wire(body, whole, resources.toArray(), scopes.toArray(), spans.toArray());
    }
  }
}
