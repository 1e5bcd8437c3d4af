// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.model.StringTable;
import io.spoor.storage.segment.column.ByteOutput;
import io.spoor.storage.segment.column.LongColumn;
import io.spoor.storage.segment.column.SourceBatch;

/** The columns that every span has. Reused from group to group; not thread-safe. */
// Hot path: called for every span of a block that is written.
final class SpanWriter {
  private static final int ROW_BYTES = 128; // without strings, about

  private final LongValues traceIds = new LongValues();
  private final LongValues traceRows = new LongValues();
  private final LongValues traceStarts = new LongValues();
  private final LongValues starts = new LongValues(); // as differences, once the trace is done
  private final LongValues durations = new LongValues();
  private final LongValues spanIds = new LongValues();
  private final LongValues parents = new LongValues(); // as references, once the trace is done
  private final LongValues parentIds = new LongValues();
  private final TextValues names = new TextValues();
  private final LongValues scopes = new LongValues();
  private final LongValues kinds = new LongValues();
  private final LongValues statusCodes = new LongValues();
  private final TextValues statusMessages = new TextValues();
  private final TextValues traceStates = new TextValues();
  private final LongValues flags = new LongValues();
  private final LongValues droppedAttributes = new LongValues();
  private final LongValues droppedEvents = new LongValues();
  private final LongValues droppedLinks = new LongValues();

  private long bytes;
  private long lastTraceStart;
  private long startMin = -1; // unsigned
  private long startMax;
  private long durationMin = Long.MAX_VALUE;
  private long durationMax = Long.MIN_VALUE;

  void add(SourceBatch source, int row, int scope) {
    SpanTable spans = source.batch().spans();
    long start = spans.startTimeUnixNano(row);
    long duration = spans.durationNano(row);
    starts.add(start);
    durations.add(duration);
    spanIds.add(spans.spanId(row));
    parents.add(spans.parentSpanId(row));
    names.add(source, spans.name(row));
    scopes.add(scope);
    kinds.add(spans.kind(row));
    statusCodes.add(spans.statusCode(row));
    statusMessages.add(source, spans.statusMessage(row));
    traceStates.add(source, spans.traceState(row));
    flags.add(spans.flags(row));
    droppedAttributes.add(spans.droppedAttributesCount(row));
    droppedEvents.add(spans.droppedEventsCount(row));
    droppedLinks.add(spans.droppedLinksCount(row));
    bytes += ROW_BYTES + textBytes(source.batch(), row);
    durationMin = Math.min(durationMin, duration);
    durationMax = Math.max(durationMax, duration);
    startMin = Long.compareUnsigned(start, startMin) < 0 ? start : startMin;
    startMax = Long.compareUnsigned(start, startMax) > 0 ? start : startMax;
  }

  private static long textBytes(SpanBatch batch, int row) {
    StringTable strings = batch.strings();
    SpanTable spans = batch.spans();
    return (long) strings.length(spans.name(row))
        + strings.length(spans.statusMessage(row))
        + strings.length(spans.traceState(row));
  }

  /** About the bytes of what was added. */
  long bytes() {
    return bytes;
  }

  int rows() {
    return spanIds.count();
  }

  int traces() {
    return traceRows.count();
  }

  GroupStats stats() {
    return new GroupStats(rows(), traces(), startMin, startMax, durationMin, durationMax);
  }

  /** Ends a trace, all of whose rows have been added: from this one on. Fills the table of them. */
  void endTrace(long idHigh, long idLow, int firstRow, SpanIdTable rowsOfTrace) {
    int end = rows();
    rowsOfTrace.reset(end - firstRow);
    for (int row = firstRow; row < end; row++) {
      rowsOfTrace.add(spanIds.get(row), row);
    }
    traceIds.add(idHigh);
    traceIds.add(idLow);
    traceRows.add(end - firstRow);
    long first = starts.get(firstRow);
    traceStarts.add(first - lastTraceStart);
    lastTraceStart = first;
    long before = first;
    for (int row = firstRow; row < end; row++) {
      long start = starts.get(row);
      starts.set(row, start - before);
      before = start;
      parents.set(row, reference(row, parents.get(row), rowsOfTrace));
    }
  }

  private long reference(int row, long parent, SpanIdTable rowsOfTrace) {
    if (parent == 0) {
      return SpanReference.NONE;
    }
    int target = rowsOfTrace.find(parent);
    if (target >= 0) {
      return SpanReference.of(row, target);
    }
    parentIds.add(parent);
    return SpanReference.ELSEWHERE;
  }

  TextValues names() {
    return names;
  }

  long scope(int row) {
    return scopes.get(row);
  }

  long kind(int row) {
    return kinds.get(row);
  }

  void encode(PageWriter pages) {
    encodeTraces(pages);
    pages.longs(PageField.START, starts);
    pages.longs(PageField.DURATION, durations);
    pages.appendTexts(names, pages.begin());
    pages.end(PageField.NAME); // always there
    pages.longs(PageField.SCOPE, scopes);
    pages.longs(PageField.KIND, kinds);
    pages.longs(PageField.STATUS_CODE, statusCodes);
    pages.texts(PageField.STATUS_MESSAGE, statusMessages);
    pages.rawLongs(PageField.SPAN_ID, spanIds);
    pages.longs(PageField.PARENT, parents);
    pages.rawLongs(PageField.PARENT_ID, parentIds);
    pages.texts(PageField.TRACE_STATE, traceStates);
    pages.longs(PageField.FLAGS, flags);
    pages.longs(PageField.DROPPED_ATTRIBUTES, droppedAttributes);
    pages.longs(PageField.DROPPED_EVENTS, droppedEvents);
    pages.longs(PageField.DROPPED_LINKS, droppedLinks);
  }

  private void encodeTraces(PageWriter pages) {
    ByteOutput target = pages.begin();
    for (int i = 0; i < traceIds.count(); i++) {
      target.putLong(traceIds.get(i));
    }
    LongColumn.encode(traceRows.array(), traceRows.count(), target);
    LongColumn.encode(traceStarts.array(), traceStarts.count(), target);
    pages.end(PageField.TRACES);
  }

  void clear() {
    LongValues[] numbers = {
      traceIds,
      traceRows,
      traceStarts,
      starts,
      durations,
      spanIds,
      parents,
      parentIds,
      scopes,
      kinds,
      statusCodes,
      flags,
      droppedAttributes,
      droppedEvents,
      droppedLinks
    };
    for (LongValues values : numbers) {
      values.clear();
    }
    names.clear();
    statusMessages.clear();
    traceStates.clear();
    bytes = 0;
    lastTraceStart = 0;
    startMin = -1;
    startMax = 0;
    durationMin = Long.MAX_VALUE;
    durationMax = Long.MIN_VALUE;
  }
}
