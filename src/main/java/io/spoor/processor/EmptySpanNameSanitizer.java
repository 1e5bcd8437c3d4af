// SPDX-License-Identifier: Apache-2.0
package io.spoor.processor;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchEditor;
import io.spoor.model.SpanTable;
import io.spoor.model.StringTable;
import io.spoor.telemetry.ProcessorMetrics;

/** Gives every span a name that can be listed, as Jaeger names those that have none. */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class EmptySpanNameSanitizer implements BatchStep {
  private static final String EMPTY = "empty-span-name";

  private final ProcessorMetrics metrics;

  EmptySpanNameSanitizer(ProcessorMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public SpanBatch apply(SpanBatch batch) {
    SpanTable spans = batch.spans();
    StringTable strings = batch.strings();
    SpanBatchEditor editor = null;
    for (int row = 0; row < spans.size(); row++) {
      if (strings.length(spans.name(row)) == 0) {
        editor = editor == null ? batch.edit() : editor;
        editor.name(row, editor.text(EMPTY));
        metrics.sanitized(ProcessorMetrics.Sanitizer.EMPTY_SPAN_NAME);
      }
    }
    return editor == null ? batch : editor.build();
  }
}
