// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.SpanTableBuilder;
import io.spoor.storage.segment.column.TextColumn;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the fields of spans into a batch. One a batch; not thread-safe. */
// Hot path: called for every span of a block that is merged.
final class SpanAssembly {
  private final BatchAssembly assembly;
  private final SpanTableBuilder builder;
  private final List<RowGroup.TraceRun> traces;
  private final long[] spanIds;
  private final long[] parents;
  private final long[] starts;
  private final long[] durations;
  private final long[] kinds;
  private final long[] statusCodes;
  private final long[] flags;
  private final long[] droppedAttributes;
  private final long[] droppedEvents;
  private final long[] droppedLinks;
  private final @Nullable TextColumn names;
  private final @Nullable TextColumn statusMessages;
  private final @Nullable TextColumn traceStates;
  private RowGroup.TraceRun trace;

  SpanAssembly(SpanReader spans, BatchAssembly assembly) throws IOException {
    this.assembly = assembly;
    builder = assembly.builder().span();
    traces = spans.traces();
    trace = new RowGroup.TraceRun(0, 0, 0, 0, 0);
    spanIds = spans.spanIds();
    parents = spans.parents();
    starts = spans.starts();
    durations = spans.longs(PageField.DURATION);
    kinds = spans.longs(PageField.KIND);
    statusCodes = spans.longs(PageField.STATUS_CODE);
    flags = spans.longs(PageField.FLAGS);
    droppedAttributes = spans.longs(PageField.DROPPED_ATTRIBUTES);
    droppedEvents = spans.longs(PageField.DROPPED_EVENTS);
    droppedLinks = spans.longs(PageField.DROPPED_LINKS);
    names = spans.texts(PageField.NAME);
    statusMessages = spans.texts(PageField.STATUS_MESSAGE);
    traceStates = spans.texts(PageField.TRACE_STATE);
  }

  /** Sets the fields of the span under way. */
  void add(int row) {
    if (row < trace.firstRow() || row >= trace.endRow()) {
      trace = traceOf(row);
    }
    builder.traceId(trace.idHigh(), trace.idLow());
    builder.spanId(spanIds[row]);
    builder.parentSpanId(parents[row]);
    builder.startTimeUnixNano(starts[row]);
    builder.endTimeUnixNano(starts[row] + durations[row]);
    builder.name(assembly.text(names, row));
    builder.kind((int) kinds[row]);
    builder.statusCode((int) statusCodes[row]);
    builder.statusMessage(assembly.text(statusMessages, row));
    builder.traceState(assembly.text(traceStates, row));
    builder.flags((int) flags[row]);
    builder.droppedAttributesCount((int) droppedAttributes[row]);
    builder.droppedEventsCount((int) droppedEvents[row]);
    builder.droppedLinksCount((int) droppedLinks[row]);
  }

  private RowGroup.TraceRun traceOf(int row) {
    int low = 0;
    int high = traces.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (traces.get(middle).endRow() <= row) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return traces.get(low);
  }
}
