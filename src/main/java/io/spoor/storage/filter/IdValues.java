// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.filter;

import io.spoor.model.Hex;
import io.spoor.model.LinkTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.model.filter.SpanField;

/** Conditions on ids, as texts of hexadecimal digits in lower case. */
final class IdValues {

  static boolean isId(SpanField field) {
    return switch (field) {
      case SPAN_TRACE_ID, SPAN_ID, SPAN_PARENT_ID, LINK_TRACE_ID, LINK_SPAN_ID -> true;
      default -> false;
    };
  }

  static Condition any(SpanField field, TextCondition texts) {
    if (texts == TextCondition.NEVER) {
      return Condition.NEVER;
    }
    return batch -> {
      SpanTest test =
          (row, event, link) -> {
            String text = text(field, batch, row, link);
            return !text.isEmpty() && texts.holds(text);
          };
      return switch (field) {
        case LINK_TRACE_ID, LINK_SPAN_ID -> Connectives.onLinks(batch.links(), test);
        default -> test;
      };
    };
  }

  /** The digits; empty for the parent of a span without one. */
  static String text(SpanField field, SpanBatch batch, int row, int link) {
    SpanTable spans = batch.spans();
    LinkTable links = batch.links();
    return switch (field) {
      case SPAN_TRACE_ID -> Hex.format(spans.traceIdHigh(row)) + Hex.format(spans.traceIdLow(row));
      case SPAN_ID -> Hex.format(spans.spanId(row));
      case SPAN_PARENT_ID ->
          spans.parentSpanId(row) == 0 ? "" : Hex.format(spans.parentSpanId(row));
      case LINK_TRACE_ID ->
          Hex.format(links.traceIdHigh(link)) + Hex.format(links.traceIdLow(link));
      case LINK_SPAN_ID -> Hex.format(links.spanId(link));
      default -> throw new IllegalArgumentException(field + " is no id");
    };
  }

  private IdValues() {}
}
