// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.LinkTable;
import io.spoor.storage.segment.column.SourceBatch;

/** The links of a group's spans. Reused from group to group; not thread-safe. */
// Hot path: called for every span of a block that is written.
final class LinkWriter {
  private static final int ROW_BYTES = 64; // without strings and attributes, about

  private final LongValues counts = new LongValues();
  private final LongValues otherTrace = new LongValues();
  private final LongValues traceIds = new LongValues();
  private final LongValues spans = new LongValues(); // as references, once the trace is known
  private final LongValues spanIds = new LongValues();
  private final TextValues traceStates = new TextValues();
  private final LongValues flags = new LongValues();
  private final LongValues dropped = new LongValues();
  private final AttributeWriter attributes;
  private long bytes;
  private int resolvedRows;
  private int resolvedLinks;

  LinkWriter(ValueColumns columns) {
    attributes = new AttributeWriter(RowGroup.Level.LINK, columns);
  }

  /** Adds the links of the next span, which is of this trace. */
  void add(SourceBatch source, int row, long traceIdHigh, long traceIdLow) {
    LinkTable links = source.batch().links();
    int from = links.start(row);
    int to = links.end(row);
    counts.add(to - from);
    for (int link = from; link < to; link++) {
      long high = links.traceIdHigh(link);
      long low = links.traceIdLow(link);
      boolean isOther = high != traceIdHigh || low != traceIdLow;
      otherTrace.add(isOther ? 1 : 0);
      if (isOther) {
        traceIds.add(high);
        traceIds.add(low);
      }
      spans.add(links.spanId(link));
      traceStates.add(source, links.traceState(link));
      bytes += ROW_BYTES + source.batch().strings().length(links.traceState(link));
      flags.add(links.flags(link));
      dropped.add(links.droppedAttributesCount(link));
      attributes.add(source, links.attributes(), link);
    }
  }

  /** Turns the span ids of the rows added since the last call into references. */
  void resolve(SpanIdTable rowsOfTrace) {
    for (; resolvedRows < counts.count(); resolvedRows++) {
      long end = resolvedLinks + counts.get(resolvedRows);
      for (; resolvedLinks < end; resolvedLinks++) {
        boolean isOther = otherTrace.get(resolvedLinks) != 0;
        long id = spans.get(resolvedLinks);
        int target = isOther || id == 0 ? -1 : rowsOfTrace.find(id);
        spans.set(resolvedLinks, reference(id, resolvedRows, target));
      }
    }
  }

  private long reference(long id, int row, int target) {
    if (target >= 0) {
      return SpanReference.of(row, target);
    }
    if (id == 0) {
      return SpanReference.NONE;
    }
    spanIds.add(id);
    return SpanReference.ELSEWHERE;
  }

  /** About the bytes of what was added. */
  long bytes() {
    return bytes + attributes.bytes();
  }

  int count() {
    return spans.count();
  }

  AttributeWriter attributes() {
    return attributes;
  }

  void encode(PageWriter pages) {
    pages.longs(PageField.LINK_COUNT, counts);
    if (spans.count() > 0) {
      pages.longs(PageField.LINK_TRACE, otherTrace);
      pages.rawLongs(PageField.LINK_TRACE_ID, traceIds);
      pages.longs(PageField.LINK_SPAN, spans);
      pages.rawLongs(PageField.LINK_SPAN_ID, spanIds);
      pages.texts(PageField.LINK_TRACE_STATE, traceStates);
      pages.longs(PageField.LINK_FLAGS, flags);
      pages.longs(PageField.LINK_DROPPED_ATTRIBUTES, dropped);
      attributes.encode(pages);
    }
  }

  void clear() {
    counts.clear();
    otherTrace.clear();
    traceIds.clear();
    spans.clear();
    spanIds.clear();
    traceStates.clear();
    flags.clear();
    dropped.clear();
    attributes.clear();
    bytes = 0;
    resolvedRows = 0;
    resolvedLinks = 0;
  }
}
