// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import io.spoor.codec.otlp.AttributeText;
import io.spoor.model.Attributes;
import io.spoor.model.EventTable;
import io.spoor.model.Hex;
import io.spoor.model.LinkTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanView;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** All that a batch says of each span, as text that can be read and compared. */
final class SpanText {
  /** One text a span, in their order; attributes are sorted. */
  static List<String> of(SpanBatch batch) {
    List<String> texts = new ArrayList<>();
    for (int row = 0; row < batch.size(); row++) {
      texts.add(of(batch, row));
    }
    return texts;
  }

  private static String of(SpanBatch batch, int row) {
    SpanView span = batch.span(row);
    StringBuilder text = new StringBuilder();
    text.append("span ").append(span.traceId()).append(' ').append(Hex.format(span.spanId()));
    text.append(" parent ").append(Hex.format(span.parentSpanId()));
    text.append("\n  name ").append(span.name());
    text.append("\n  kind ").append(span.kind().lowerCase());
    text.append("\n  time ").append(Long.toUnsignedString(span.startTimeUnixNano()));
    text.append(" + ").append(span.durationNano());
    text.append("\n  status ").append(span.statusCode()).append(' ').append(span.statusMessage());
    if (!span.traceState().isEmpty()) {
      text.append("\n  state ").append(span.traceState());
    }
    append(text, "resource", span.resourceAttributes());
    text.append("\n  scope ").append(span.scopeName()).append(' ').append(span.scopeVersion());
    append(text, "attribute", span.attributes());
    events(text, batch, row);
    links(text, batch, row);
    return text.append('\n').toString();
  }

  private static void events(StringBuilder text, SpanBatch batch, int row) {
    EventTable events = batch.events();
    for (int event = events.start(row); event < events.end(row); event++) {
      text.append("\n  event ").append(Long.toUnsignedString(events.timeUnixNano(event)));
      text.append(' ').append(batch.strings().string(events.name(event)));
      if (events.droppedAttributesCount(event) != 0) {
        text.append(" dropped ").append(events.droppedAttributesCount(event));
      }
      append(text, "  with", Attributes.of(batch, events.attributes(), event));
    }
  }

  private static void links(StringBuilder text, SpanBatch batch, int row) {
    LinkTable links = batch.links();
    for (int link = links.start(row); link < links.end(row); link++) {
      text.append("\n  link ").append(Hex.format(links.traceIdHigh(link)));
      text.append(Hex.format(links.traceIdLow(link)));
      text.append(' ').append(Hex.format(links.spanId(link)));
      text.append(' ').append(batch.strings().string(links.traceState(link)));
      text.append(" dropped ").append(links.droppedAttributesCount(link));
      append(text, "  with", Attributes.of(batch, links.attributes(), link));
    }
  }

  private static void append(StringBuilder text, String what, Attributes attributes) {
    TreeSet<String> lines = new TreeSet<>();
    for (int i = 0; i < attributes.size(); i++) {
      String line = line(what, attributes.key(i), attributes.type(i).name(), value(attributes, i));
      if (!lines.add(line)) {
        lines.add(line + " AGAIN");
      }
    }
    lines.forEach(text::append);
  }

  /** A line of an attribute. */
  static String line(String what, String key, String type, String value) {
    return "\n  " + what + " " + key + " " + type + " " + value;
  }

  private static String value(Attributes attributes, int position) {
    return AttributeText.of(attributes, position);
  }

  private SpanText() {}
}
