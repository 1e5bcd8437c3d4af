// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.model.AttributeList;
import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchEditor;
import io.spoor.model.StringTable;
import io.spoor.model.Trace;
import io.spoor.model.TraceWarnings;

/**
 * Moves attributes that describe the SDK from spans to their resource, where readers look for them.
 *
 * <p>Where the resource has another value, the span keeps its own, with a warning; only texts count
 * as equal.
 */
final class MoveLibraryAttributes implements Adjuster {
  private static final AttributeKeys KEYS =
      new AttributeKeys(
          "telemetry.sdk.language",
          "telemetry.sdk.name",
          "telemetry.sdk.version",
          "telemetry.distro.name",
          "telemetry.distro.version");
  private static final String CONFLICT =
      "conflicting values between Span and Resource for attribute ";

  @Override
  public Trace adjust(Trace trace) {
    TraceEdit edit = new TraceEdit(trace);
    TraceWarnings warnings = new TraceWarnings(trace.size());
    for (int span = 0; span < trace.size(); span++) {
      if (hasLibraryAttribute(trace.batch(span), trace.row(span))) {
        move(trace, span, edit, warnings);
      }
    }
    return edit.build().withWarnings(warnings);
  }

  private static boolean hasLibraryAttribute(SpanBatch batch, int row) {
    AttributeTable table = batch.spans().attributes();
    for (int entry = table.start(row); entry < table.end(row); entry++) {
      if (KEYS.find(batch.strings(), table.key(entry)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static void move(Trace trace, int span, TraceEdit edit, TraceWarnings warnings) {
    StringTable strings = trace.batch(span).strings();
    SpanBatchEditor editor = edit.editor(span);
    AttributeList own = editor.spanAttributes(edit.row(span));
    AttributeList resource =
        editor.resourceAttributes(trace.batch(span).resourceOf(trace.row(span)));
    int position = 0;
    while (position < own.size()) {
      int key = KEYS.find(strings, own.key(position));
      if (key < 0) {
        position++;
      } else if (putIfAbsent(resource, own, position)) {
        own.remove(position);
      } else {
        warnings.add(span, CONFLICT + KEYS.key(key));
        position++;
      }
    }
  }

  /** Whether the resource has that very value now. Texts of a batch are equal by index. */
  private static boolean putIfAbsent(AttributeList resource, AttributeList own, int position) {
    int existing = resource.find(own.key(position));
    if (existing < 0) {
      resource.add(own.key(position), own.type(position), own.value(position));
      return true;
    }
    return resource.type(existing) == AttributeType.STRING
        && own.type(position) == AttributeType.STRING
        && resource.value(existing) == own.value(position);
  }
}
