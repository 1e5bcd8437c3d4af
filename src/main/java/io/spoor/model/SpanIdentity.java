// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/**
 * Whether two stored spans are the same span: all fields equal, resource and scope included
 * (docs/architecture.md, "Semantics are one"). Order of attributes, events and links counts.
 */
public final class SpanIdentity {
  private static final long ODD = 0xD6E8FEB86659FD93L;

  /** A hash of the fields that tell spans apart cheaply; equal for spans that are the same. */
  public static long fingerprint(SpanBatch batch, int row) {
    SpanTable spans = batch.spans();
    StringTable strings = batch.strings();
    long trace = ByteHash.mix(spans.traceIdHigh(row)) ^ spans.traceIdLow(row);
    long ids = ByteHash.mix(spans.spanId(row)) ^ spans.parentSpanId(row);
    long times = ByteHash.mix(spans.startTimeUnixNano(row)) ^ spans.durationNano(row);
    long hash = ByteHash.mix(ByteHash.mix(trace) ^ ids) ^ times;
    hash = ByteHash.mix(hash) ^ pair(strings.hash(spans.name(row)), spans.kind(row));
    hash = withAttributes(hash, strings, spans.attributes(), row);
    return ByteHash.mix(hash);
  }

  /**
   * The fingerprint, and all but every other field of the span, its scope and its resource: whole
   * traces of spans that differ in one of them alone spread over it. Equal for spans that are the
   * same. Not a secret: whoever wants to can make spans that share it.
   */
  public static long contentHash(SpanBatch batch, int row) {
    int scope = batch.spans().scope(row);
    long place = scopeHash(batch, scope, resourceHash(batch, batch.scopes().resource(scope)));
    return contentHash(batch, row, place);
  }

  /**
   * The same for one who keeps the {@link #scopeHash} of each scope: a scope with many attributes
   * may have many spans.
   */
  public static long contentHash(SpanBatch batch, int row, long scopeHash) {
    long hash = withRareFields(fingerprint(batch, row), batch, row);
    hash = withEvents(hash, batch, row);
    hash = withLinks(hash, batch, row);
    return ByteHash.mix(hash) ^ scopeHash;
  }

  /** A hash of the scope in a row, given the {@link #resourceHash} of its resource. */
  public static long scopeHash(SpanBatch batch, int row, long resourceHash) {
    StringTable strings = batch.strings();
    long hash = ByteHash.mix(resourceHash) ^ strings.hash(batch.scopes().name(row));
    return ByteHash.mix(withAttributes(hash, strings, batch.scopes().attributes(), row));
  }

  /** A hash of the resource in a row. */
  public static long resourceHash(SpanBatch batch, int row) {
    return ByteHash.mix(withAttributes(0, batch.strings(), batch.resources().attributes(), row));
  }

  private static long withRareFields(long before, SpanBatch batch, int row) {
    SpanTable spans = batch.spans();
    StringTable strings = batch.strings();
    long status = pair(strings.hash(spans.statusMessage(row)), spans.statusCode(row));
    long context = pair(strings.hash(spans.traceState(row)), spans.flags(row));
    long dropped = pair(spans.droppedAttributesCount(row), spans.droppedEventsCount(row));
    return ByteHash.mix(before)
        ^ pair(pair(pair(dropped, spans.droppedLinksCount(row)), context), status);
  }

  /** Several fields at once: a mix waits for the one before it, this does not. */
  private static long pair(long a, long b) {
    return (a * ODD) + b;
  }

  private static long withEvents(long before, SpanBatch batch, int row) {
    EventTable events = batch.events();
    long hash = before;
    for (int event = events.start(row); event < events.end(row); event++) {
      hash = ByteHash.mix(hash) ^ events.timeUnixNano(event);
      hash = ByteHash.mix(hash) ^ batch.strings().hash(events.name(event));
      hash = withAttributes(hash, batch.strings(), events.attributes(), event);
    }
    return hash;
  }

  private static long withLinks(long before, SpanBatch batch, int row) {
    LinkTable links = batch.links();
    long hash = before;
    for (int link = links.start(row); link < links.end(row); link++) {
      hash = ByteHash.mix(hash) ^ links.traceIdLow(link);
      hash = ByteHash.mix(hash) ^ links.spanId(link);
      hash = withAttributes(hash, batch.strings(), links.attributes(), link);
    }
    return hash;
  }

  private static long withAttributes(
      long before, StringTable strings, AttributeTable attributes, int owner) {
    long hash = before;
    for (int entry = attributes.start(owner); entry < attributes.end(owner); entry++) {
      long value = attributes.value(entry);
      long content = attributes.type(entry).isStored() ? strings.hash((int) value) : value;
      hash = ByteHash.mix(hash) ^ pair(strings.hash(attributes.key(entry)), content);
    }
    return hash;
  }

  /** Whether the spans in these rows are the same span. */
  public static boolean same(SpanBatch a, int rowA, SpanBatch b, int rowB) {
    return sameBesideScope(a, rowA, b, rowB)
        && sameScope(a, a.spans().scope(rowA), b, b.spans().scope(rowB));
  }

  /** Whether the spans in these rows are the same but for their scopes and resources. */
  public static boolean sameBesideScope(SpanBatch a, int rowA, SpanBatch b, int rowB) {
    return sameIdsAndTimes(a.spans(), rowA, b.spans(), rowB)
        && sameRareFields(a, rowA, b, rowB)
        && sameAttributes(a, a.spans().attributes(), rowA, b, b.spans().attributes(), rowB)
        && sameEvents(a, rowA, b, rowB)
        && sameLinks(a, rowA, b, rowB);
  }

  private static boolean sameIdsAndTimes(SpanTable a, int rowA, SpanTable b, int rowB) {
    return a.spanId(rowA) == b.spanId(rowB)
        && a.traceIdLow(rowA) == b.traceIdLow(rowB)
        && a.traceIdHigh(rowA) == b.traceIdHigh(rowB)
        && a.parentSpanId(rowA) == b.parentSpanId(rowB)
        && a.startTimeUnixNano(rowA) == b.startTimeUnixNano(rowB)
        && a.durationNano(rowA) == b.durationNano(rowB)
        && a.kind(rowA) == b.kind(rowB)
        && a.statusCode(rowA) == b.statusCode(rowB);
  }

  private static boolean sameRareFields(SpanBatch batchA, int rowA, SpanBatch batchB, int rowB) {
    SpanTable a = batchA.spans();
    SpanTable b = batchB.spans();
    return a.flags(rowA) == b.flags(rowB)
        && a.droppedAttributesCount(rowA) == b.droppedAttributesCount(rowB)
        && a.droppedEventsCount(rowA) == b.droppedEventsCount(rowB)
        && a.droppedLinksCount(rowA) == b.droppedLinksCount(rowB)
        && sameText(batchA, a.name(rowA), batchB, b.name(rowB))
        && sameText(batchA, a.statusMessage(rowA), batchB, b.statusMessage(rowB))
        && sameText(batchA, a.traceState(rowA), batchB, b.traceState(rowB));
  }

  /** Whether the scopes in these rows are the same, their resources included. */
  public static boolean sameScope(SpanBatch batchA, int scopeA, SpanBatch batchB, int scopeB) {
    ScopeTable a = batchA.scopes();
    ScopeTable b = batchB.scopes();
    return sameText(batchA, a.name(scopeA), batchB, b.name(scopeB))
        && sameText(batchA, a.version(scopeA), batchB, b.version(scopeB))
        && sameText(batchA, a.schemaUrl(scopeA), batchB, b.schemaUrl(scopeB))
        && a.droppedAttributesCount(scopeA) == b.droppedAttributesCount(scopeB)
        && sameAttributes(batchA, a.attributes(), scopeA, batchB, b.attributes(), scopeB)
        && sameResource(batchA, a.resource(scopeA), batchB, b.resource(scopeB));
  }

  private static boolean sameResource(SpanBatch batchA, int rowA, SpanBatch batchB, int rowB) {
    ResourceTable a = batchA.resources();
    ResourceTable b = batchB.resources();
    return sameText(batchA, a.schemaUrl(rowA), batchB, b.schemaUrl(rowB))
        && sameText(batchA, a.entityRefs(rowA), batchB, b.entityRefs(rowB))
        && a.droppedAttributesCount(rowA) == b.droppedAttributesCount(rowB)
        && sameAttributes(batchA, a.attributes(), rowA, batchB, b.attributes(), rowB);
  }

  private static boolean sameEvents(SpanBatch batchA, int rowA, SpanBatch batchB, int rowB) {
    EventTable a = batchA.events();
    EventTable b = batchB.events();
    int count = a.end(rowA) - a.start(rowA);
    if (count != b.end(rowB) - b.start(rowB)) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      int eventA = a.start(rowA) + i;
      int eventB = b.start(rowB) + i;
      if (a.timeUnixNano(eventA) != b.timeUnixNano(eventB)
          || a.droppedAttributesCount(eventA) != b.droppedAttributesCount(eventB)
          || !sameText(batchA, a.name(eventA), batchB, b.name(eventB))
          || !sameAttributes(batchA, a.attributes(), eventA, batchB, b.attributes(), eventB)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameLinks(SpanBatch batchA, int rowA, SpanBatch batchB, int rowB) {
    LinkTable a = batchA.links();
    LinkTable b = batchB.links();
    int count = a.end(rowA) - a.start(rowA);
    if (count != b.end(rowB) - b.start(rowB)) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (!sameLink(batchA, a.start(rowA) + i, batchB, b.start(rowB) + i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameLink(SpanBatch batchA, int linkA, SpanBatch batchB, int linkB) {
    LinkTable a = batchA.links();
    LinkTable b = batchB.links();
    return a.spanId(linkA) == b.spanId(linkB)
        && a.traceIdLow(linkA) == b.traceIdLow(linkB)
        && a.traceIdHigh(linkA) == b.traceIdHigh(linkB)
        && a.flags(linkA) == b.flags(linkB)
        && a.droppedAttributesCount(linkA) == b.droppedAttributesCount(linkB)
        && sameText(batchA, a.traceState(linkA), batchB, b.traceState(linkB))
        && sameAttributes(batchA, a.attributes(), linkA, batchB, b.attributes(), linkB);
  }

  private static boolean sameAttributes(
      SpanBatch batchA,
      AttributeTable a,
      int ownerA,
      SpanBatch batchB,
      AttributeTable b,
      int ownerB) {
    int count = a.end(ownerA) - a.start(ownerA);
    if (count != b.end(ownerB) - b.start(ownerB)) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      int entryA = a.start(ownerA) + i;
      int entryB = b.start(ownerB) + i;
      if (a.typeCode(entryA) != b.typeCode(entryB)
          || !sameText(batchA, a.key(entryA), batchB, b.key(entryB))
          || !sameValue(batchA, a, entryA, batchB, b, entryB)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameValue(
      SpanBatch batchA,
      AttributeTable a,
      int entryA,
      SpanBatch batchB,
      AttributeTable b,
      int entryB) {
    return a.type(entryA).isStored()
        ? sameText(batchA, (int) a.value(entryA), batchB, (int) b.value(entryB))
        : a.value(entryA) == b.value(entryB);
  }

  private static boolean sameText(SpanBatch a, int indexA, SpanBatch b, int indexB) {
    return a.strings().equalTo(indexA, b.strings(), indexB);
  }

  private SpanIdentity() {}
}
