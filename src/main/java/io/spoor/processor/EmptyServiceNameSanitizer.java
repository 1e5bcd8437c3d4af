// SPDX-License-Identifier: Apache-2.0
package io.spoor.processor;

import io.spoor.model.AttributeList;
import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeType;
import io.spoor.model.ResourceTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchEditor;
import io.spoor.telemetry.ProcessorMetrics;
import org.jspecify.annotations.Nullable;

/** Gives every resource a service name that can be found, as Jaeger names those that have none. */
final class EmptyServiceNameSanitizer implements BatchStep {
  private static final String KEY = "service.name";
  private static final String MISSING = "missing-service-name";
  private static final String WRONG_TYPE = "service-name-wrong-type";
  private static final String EMPTY = "empty-service-name";

  private final ProcessorMetrics metrics;

  EmptyServiceNameSanitizer(ProcessorMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public SpanBatch apply(SpanBatch batch) {
    ResourceTable resources = batch.resources();
    SpanBatchEditor editor = null;
    for (int row = 0; row < resources.size(); row++) {
      int name = resources.serviceName(row);
      if (name < 0 || batch.strings().length(name) == 0) {
        editor = editor == null ? batch.edit() : editor;
        rename(batch, row, editor);
        metrics.sanitized(ProcessorMetrics.Sanitizer.EMPTY_SERVICE_NAME);
      }
    }
    return editor == null ? batch : editor.build();
  }

  private static void rename(SpanBatch batch, int row, SpanBatchEditor editor) {
    AttributeList attributes = editor.resourceAttributes(row);
    int position = attributes.find(editor.text(KEY));
    if (position < 0) {
      attributes.add(editor.text(KEY), AttributeType.STRING, editor.text(MISSING));
    } else {
      String name = typeOf(batch, row, position) == AttributeType.STRING ? EMPTY : WRONG_TYPE;
      attributes.set(position, editor.text(KEY), AttributeType.STRING, editor.text(name));
    }
  }

  private static @Nullable AttributeType typeOf(SpanBatch batch, int row, int position) {
    AttributeTable table = batch.resources().attributes();
    return table.type(table.start(row) + position);
  }
}
