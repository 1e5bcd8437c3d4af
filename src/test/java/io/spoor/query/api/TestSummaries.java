// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.model.FoundSummaries;
import io.spoor.model.SpanTable;
import io.spoor.model.StatusCode;
import io.spoor.model.Trace;
import io.spoor.model.TracePosition;
import io.spoor.storage.SummaryColumns;
import io.spoor.storage.TraceSummaries;

/** Sums up traces that no storage has. */
record TestSummaries(Trace trace) implements SummaryColumns {

  static FoundSummaries.Entry of(Trace trace) {
    return new FoundSummaries.Entry(
        new TracePosition(trace.startTimeUnixNano(0), trace.id()),
        TraceSummaries.of(trace.id(), new TestSummaries(trace)));
  }

  @Override
  public int size() {
    return trace.size();
  }

  @Override
  public long spanId(int span) {
    return trace.spanId(span);
  }

  @Override
  public long parentSpanId(int span) {
    return trace.parentSpanId(span);
  }

  @Override
  public long startTimeUnixNano(int span) {
    return trace.startTimeUnixNano(span);
  }

  @Override
  public long durationNano(int span) {
    return trace.durationNano(span);
  }

  @Override
  public boolean isError(int span) {
    SpanTable spans = trace.batch(span).spans();
    return spans.statusCode(trace.row(span)) == StatusCode.ERROR.number();
  }

  @Override
  public String serviceName(int span) {
    return trace.view(span).serviceName();
  }

  @Override
  public String name(int span) {
    return trace.view(span).name();
  }
}
