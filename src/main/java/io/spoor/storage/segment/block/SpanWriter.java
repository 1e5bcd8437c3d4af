// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.SpanTable;
import io.spoor.storage.segment.column.ByteOutput;
import io.spoor.storage.segment.column.LongColumn;

/** The columns that every span has. Reused from group to group; not thread-safe. */
// Hot path: passes over every span of a block that is written, a few columns at a time.
final class SpanWriter {
  private final LongValues traceRows = new LongValues();
  private final LongValues traceStarts = new LongValues();
  private final LongValues starts = new LongValues(); // as differences, once the trace is done
  private final LongValues durations = new LongValues();
  private final LongValues spanIds = new LongValues();
  private final LongValues parents = new LongValues(); // as references, once the trace is done
  private final LongValues parentIds = new LongValues();
  private final TextValues names;
  private final LongValues kinds = new LongValues();
  private final LongValues statusCodes = new LongValues();
  private final TextValues statusMessages;
  private final TextValues traceStates;
  private final LongValues flags = new LongValues();
  private final LongValues droppedAttributes = new LongValues();
  private final LongValues droppedEvents = new LongValues();
  private final LongValues droppedLinks = new LongValues();

  SpanWriter(GroupSources sources) {
    names = new TextValues(sources);
    statusMessages = new TextValues(sources);
    traceStates = new TextValues(sources);
  }

  /** Gathers the columns; returns what the block's index says of them. */
  GroupStats gather(GroupRows rows) {
    gatherTimesAndIds(rows);
    gatherNames(rows);
    gatherRare(rows);
    return stats(rows);
  }

  private void gatherTimesAndIds(GroupRows rows) {
    for (int i = 0; i < rows.count(); i++) {
      SpanTable spans = rows.batch(i).spans();
      int row = rows.row(i);
      starts.add(spans.startTimeUnixNano(row));
      durations.add(spans.durationNano(row));
      spanIds.add(spans.spanId(row));
      parents.add(spans.parentSpanId(row));
    }
  }

  private void gatherNames(GroupRows rows) {
    for (int i = 0; i < rows.count(); i++) {
      SpanTable spans = rows.batch(i).spans();
      int row = rows.row(i);
      names.add(rows.source(i), spans.name(row));
      kinds.add(spans.kind(row));
      statusCodes.add(spans.statusCode(row));
      flags.add(spans.flags(row));
    }
  }

  /** Columns that most batches do not have. */
  private void gatherRare(GroupRows rows) {
    for (int i = 0; i < rows.count(); i++) {
      SpanTable spans = rows.batch(i).spans();
      int row = rows.row(i);
      statusMessages.add(rows.source(i), spans.statusMessage(row));
      traceStates.add(rows.source(i), spans.traceState(row));
      droppedAttributes.add(spans.droppedAttributesCount(row));
      droppedEvents.add(spans.droppedEventsCount(row));
      droppedLinks.add(spans.droppedLinksCount(row));
    }
  }

  private GroupStats stats(GroupRows rows) {
    long startMin = -1; // unsigned
    long startMax = 0;
    long durationMin = Long.MAX_VALUE;
    long durationMax = Long.MIN_VALUE;
    for (int i = 0; i < rows.count(); i++) {
      long start = starts.get(i);
      startMin = Long.compareUnsigned(start, startMin) < 0 ? start : startMin;
      startMax = Long.compareUnsigned(start, startMax) > 0 ? start : startMax;
      durationMin = Math.min(durationMin, durations.get(i));
      durationMax = Math.max(durationMax, durations.get(i));
    }
    return new GroupStats(
        rows.count(), rows.traces(), startMin, startMax, durationMin, durationMax);
  }

  /** Start of a span, before {@link #refer}. */
  long start(int index) {
    return starts.get(index);
  }

  LongValues spanIds() {
    return spanIds;
  }

  /** Turns starts into differences, and parents into references. */
  void refer(GroupRows rows, SpanIdTable rowsOfTrace) {
    long lastFirst = 0;
    for (int trace = 0; trace < rows.traces(); trace++) {
      int from = rows.traceStart(trace);
      int end = rows.traceEnd(trace);
      traceRows.add(end - from);
      long first = starts.get(from);
      traceStarts.add(first - lastFirst);
      lastFirst = first;
      rowsOfTrace.fill(spanIds, from, end);
      long before = first;
      for (int row = from; row < end; row++) {
        long start = starts.get(row);
        starts.set(row, start - before);
        before = start;
        long parent = parents.get(row);
        int target = parent == 0 ? -1 : rowsOfTrace.find(parent);
        parents.set(row, SpanReference.to(parent, row, target, parentIds));
      }
    }
  }

  TextValues names() {
    return names;
  }

  long kind(int row) {
    return kinds.get(row);
  }

  long duration(int row) {
    return durations.get(row);
  }

  void encode(GroupRows rows, PageWriter pages) {
    encodeTraces(rows, pages);
    pages.longs(PageField.START, starts);
    pages.longs(PageField.DURATION, durations);
    pages.appendTexts(names, pages.begin());
    pages.end(PageField.NAME); // always there
    pages.longs(PageField.SCOPE, rows.scopes());
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

  private void encodeTraces(GroupRows rows, PageWriter pages) {
    ByteOutput target = pages.begin();
    LongValues ids = rows.traceIds();
    for (int i = 0; i < ids.count(); i++) {
      target.putLong(ids.get(i));
    }
    LongColumn.encode(traceRows.array(), traceRows.count(), target);
    LongColumn.encode(traceStarts.array(), traceStarts.count(), target);
    pages.end(PageField.TRACES);
  }

  void clear() {
    LongValues[] numbers = {
      traceRows,
      traceStarts,
      starts,
      durations,
      spanIds,
      parents,
      parentIds,
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
  }
}
