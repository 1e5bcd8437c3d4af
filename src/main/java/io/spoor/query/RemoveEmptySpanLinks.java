// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.model.LinkTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.Trace;
import io.spoor.model.TraceWarnings;

/** Removes links that name no trace, with a warning for each. */
final class RemoveEmptySpanLinks implements Adjuster {
  static final String WARNING = "Invalid span link removed";

  @Override
  public Trace adjust(Trace trace) {
    TraceEdit edit = new TraceEdit(trace);
    TraceWarnings warnings = new TraceWarnings(trace.size());
    for (int span = 0; span < trace.size(); span++) {
      SpanBatch batch = trace.batch(span);
      LinkTable links = batch.links();
      int start = links.start(trace.row(span));
      for (int link = start; link < links.end(trace.row(span)); link++) {
        if (links.traceIdHigh(link) == 0 && links.traceIdLow(link) == 0) {
          int row = edit.row(span);
          int edited = edit.batch(span).links().start(row) + link - start;
          edit.editor(span).removeLink(row, edited);
          warnings.add(span, WARNING);
        }
      }
    }
    return edit.build().withWarnings(warnings);
  }
}
