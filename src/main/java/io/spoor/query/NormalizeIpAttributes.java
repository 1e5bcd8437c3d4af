// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.model.AttributeList;
import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchEditor;
import io.spoor.model.StringTable;
import io.spoor.model.Trace;

/**
 * Writes out an IPv4 address that came as a number, in {@code ip} or {@code peer.ipv4} of a span or
 * a resource: {@code 16909060} becomes {@code 1.2.3.4}.
 */
final class NormalizeIpAttributes implements Adjuster {
  private static final AttributeKeys KEYS = new AttributeKeys("ip", "peer.ipv4");

  @Override
  public Trace adjust(Trace trace) {
    TraceEdit edit = new TraceEdit(trace);
    SpanBatch lastBatch = null;
    int lastResource = -1;
    for (int span = 0; span < trace.size(); span++) {
      SpanBatch batch = trace.batch(span);
      int row = trace.row(span);
      if (needsChange(batch, batch.spans().attributes(), row)) {
        SpanBatchEditor editor = edit.editor(span);
        change(editor, editor.spanAttributes(edit.row(span)), batch.strings());
      }
      int resource = batch.resourceOf(row);
      if (batch == lastBatch && resource == lastResource) {
        continue;
      }
      lastBatch = batch;
      lastResource = resource;
      if (needsChange(batch, batch.resources().attributes(), resource)) {
        SpanBatchEditor editor = edit.editor(span);
        change(editor, editor.resourceAttributes(resource), batch.strings());
      }
    }
    return edit.build();
  }

  private static boolean needsChange(SpanBatch batch, AttributeTable table, int owner) {
    for (int entry = table.start(owner); entry < table.end(owner); entry++) {
      if (isNumber(table.type(entry)) && KEYS.find(batch.strings(), table.key(entry)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static void change(SpanBatchEditor editor, AttributeList list, StringTable strings) {
    for (int i = 0; i < list.size(); i++) {
      if (isNumber(list.type(i)) && KEYS.find(strings, list.key(i)) >= 0) {
        long value = list.value(i);
        long number =
            list.type(i) == AttributeType.INT ? value : (long) Double.longBitsToDouble(value);
        list.set(i, list.key(i), AttributeType.STRING, editor.text(dotted((int) number)));
      }
    }
  }

  private static boolean isNumber(AttributeType type) {
    return type == AttributeType.INT || type == AttributeType.DOUBLE;
  }

  private static String dotted(int address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 0xff)
        + "."
        + (address >>> 8 & 0xff)
        + "."
        + (address & 0xff);
  }
}
