// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.LinkTable;
import io.spoor.storage.segment.column.SourceBatch;

/** The links of a group's spans. Reused from group to group; not thread-safe. */
// Hot path: called for every span of a block that is written.
final class LinkWriter {
  private final LongValues counts = new LongValues();
  private final LongValues otherTrace = new LongValues();
  private final LongValues traceIds = new LongValues();
  private final LongValues references = new LongValues();
  private final LongValues spanIds = new LongValues();
  private final TextValues traceStates;
  private final LongValues flags = new LongValues();
  private final LongValues dropped = new LongValues();
  private final AttributeWriter attributes;

  LinkWriter(GroupSources sources, ValueColumns columns) {
    traceStates = new TextValues(sources);
    attributes = new AttributeWriter(RowGroup.Level.LINK, sources, columns);
  }

  /** Gathers the links of all spans. */
  void gather(GroupRows rows, SpanWriter spans, SpanIdTable rowsOfTrace) {
    for (int i = 0; i < rows.count(); i++) {
      LinkTable links = rows.batch(i).links();
      int row = rows.row(i);
      counts.add(links.end(row) - links.start(row));
    }
    if (counts.isAllZero()) {
      return;
    }
    for (int trace = 0; trace < rows.traces(); trace++) {
      int from = rows.traceStart(trace);
      int end = rows.traceEnd(trace);
      rowsOfTrace.fill(spans.spanIds(), from, end);
      for (int i = from; i < end; i++) {
        add(rows, i, trace, rowsOfTrace);
      }
    }
  }

  private void add(GroupRows rows, int index, int trace, SpanIdTable rowsOfTrace) {
    SourceBatch source = rows.source(index);
    LinkTable links = source.batch().links();
    int row = rows.row(index);
    for (int link = links.start(row); link < links.end(row); link++) {
      long high = links.traceIdHigh(link);
      long low = links.traceIdLow(link);
      boolean isOther = high != rows.traceIdHigh(trace) || low != rows.traceIdLow(trace);
      otherTrace.add(isOther ? 1 : 0);
      if (isOther) {
        traceIds.add(high);
        traceIds.add(low);
      }
      long span = links.spanId(link);
      int target = isOther || span == 0 ? -1 : rowsOfTrace.find(span);
      references.add(SpanReference.to(span, index, target, spanIds));
      traceStates.add(source, links.traceState(link));
      flags.add(links.flags(link));
      dropped.add(links.droppedAttributesCount(link));
      attributes.add(source, links.attributes(), link);
    }
  }

  int count() {
    return references.count();
  }

  AttributeWriter attributes() {
    return attributes;
  }

  void encode(PageWriter pages) {
    pages.longs(PageField.LINK_COUNT, counts);
    if (references.count() > 0) {
      pages.longs(PageField.LINK_TRACE, otherTrace);
      pages.rawLongs(PageField.LINK_TRACE_ID, traceIds);
      pages.longs(PageField.LINK_SPAN, references);
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
    references.clear();
    spanIds.clear();
    traceStates.clear();
    flags.clear();
    dropped.clear();
    attributes.clear();
  }
}
