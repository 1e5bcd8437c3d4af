// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.model.AttributeTable;
import io.spoor.model.EventTable;
import io.spoor.model.Hex;
import io.spoor.model.LinkTable;
import io.spoor.model.ResourceTable;
import io.spoor.model.ScopeTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.model.StringTable;
import io.spoor.model.Trace;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Writes the rows of one batch of a trace as fields and objects of OTLP JSON. */
final class JsonSpans {
  private static final String WARNINGS = "@jaeger@warnings";

  private final SpanBatch batch;
  private final StringTable strings;
  private final Trace trace;
  private final JsonGenerator json;
  private final JsonValues values;

  JsonSpans(SpanBatch batch, Trace trace, JsonGenerator json) {
    this.batch = batch;
    this.strings = batch.strings();
    this.trace = trace;
    this.json = json;
    this.values = new JsonValues(json);
  }

  /** Fields of {@code ResourceSpans} other than its scopes. */
  void writeResource(int row) throws IOException {
    ResourceTable resources = batch.resources();
    json.writeObjectFieldStart("resource");
    attributes(resources.attributes(), row, List.of());
    unsigned("droppedAttributesCount", resources.droppedAttributesCount(row));
    JsonEntityRefs.write(strings, resources.entityRefs(row), json);
    json.writeEndObject();
    text("schemaUrl", resources.schemaUrl(row));
  }

  /** Fields of {@code ScopeSpans} other than its spans. */
  void writeScope(int row) throws IOException {
    ScopeTable scopes = batch.scopes();
    json.writeObjectFieldStart("scope");
    text("name", scopes.name(row));
    text("version", scopes.version(row));
    attributes(scopes.attributes(), row, List.of());
    unsigned("droppedAttributesCount", scopes.droppedAttributesCount(row));
    json.writeEndObject();
    text("schemaUrl", scopes.schemaUrl(row));
  }

  /** A span of the trace, by its number there, as an object. */
  void writeSpan(int span) throws IOException {
    SpanTable spans = batch.spans();
    int row = trace.row(span);
    json.writeStartObject();
    traceId(spans.traceIdHigh(row), spans.traceIdLow(row));
    spanId("spanId", trace.spanId(span));
    text("traceState", spans.traceState(row));
    spanId("parentSpanId", trace.parentSpanId(span));
    unsigned("flags", spans.flags(row));
    text("name", spans.name(row));
    number("kind", spans.kind(row));
    time("startTimeUnixNano", trace.startTimeUnixNano(span));
    time("endTimeUnixNano", trace.startTimeUnixNano(span) + trace.durationNano(span));
    attributes(spans.attributes(), row, trace.warnings(span));
    unsigned("droppedAttributesCount", spans.droppedAttributesCount(row));
    events(row, trace.shiftNano(span));
    unsigned("droppedEventsCount", spans.droppedEventsCount(row));
    links(row);
    unsigned("droppedLinksCount", spans.droppedLinksCount(row));
    json.writeObjectFieldStart("status");
    text("message", spans.statusMessage(row));
    number("code", spans.statusCode(row));
    json.writeEndObject();
    json.writeEndObject();
  }

  private void events(int row, long shiftNano) throws IOException {
    EventTable events = batch.events();
    if (events.start(row) == events.end(row)) {
      return;
    }
    json.writeArrayFieldStart("events");
    for (int event : ordered(events.start(row), events.end(row), events::name)) {
      json.writeStartObject();
      time("timeUnixNano", events.timeUnixNano(event) + shiftNano);
      text("name", events.name(event));
      attributes(events.attributes(), event, List.of());
      unsigned("droppedAttributesCount", events.droppedAttributesCount(event));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void links(int row) throws IOException {
    LinkTable links = batch.links();
    if (links.start(row) == links.end(row)) {
      return;
    }
    json.writeArrayFieldStart("links");
    for (int link = links.start(row); link < links.end(row); link++) {
      json.writeStartObject();
      traceId(links.traceIdHigh(link), links.traceIdLow(link));
      spanId("spanId", links.spanId(link));
      text("traceState", links.traceState(link));
      attributes(links.attributes(), link, List.of());
      unsigned("droppedAttributesCount", links.droppedAttributesCount(link));
      unsigned("flags", links.flags(link));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void attributes(AttributeTable table, int owner, List<String> warnings)
      throws IOException {
    if (table.start(owner) == table.end(owner) && warnings.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("attributes");
    for (int entry : ordered(table.start(owner), table.end(owner), table::key)) {
      json.writeStartObject();
      json.writeStringField("key", strings.string(table.key(entry)));
      json.writeFieldName("value");
      AnyValueReader.visit(strings, table, entry, values);
      json.writeEndObject();
    }
    if (!warnings.isEmpty()) {
      warnings(warnings);
    }
    json.writeEndArray();
  }

  private void warnings(List<String> warnings) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", WARNINGS);
    json.writeFieldName("value");
    values.startList();
    for (String warning : warnings) {
      values.text(warning);
    }
    values.endList();
    json.writeEndObject();
  }

  /** Rows in their order or, where the trace is to be shown sorted, by a string of theirs. */
  private int[] ordered(int start, int end, java.util.function.IntUnaryOperator stringOf) {
    IntStream rows = IntStream.range(start, end);
    if (!trace.isSorted()) {
      return rows.toArray();
    }
    Comparator<Integer> byText =
        Comparator.comparing(row -> strings.string(stringOf.applyAsInt(row)));
    return rows.boxed().sorted(byText).mapToInt(row -> row).toArray();
  }

  private void traceId(long high, long low) throws IOException {
    if ((high | low) != 0) {
      json.writeStringField("traceId", Hex.format(high) + Hex.format(low));
    }
  }

  private void spanId(String field, long id) throws IOException {
    if (id != 0) {
      json.writeStringField(field, Hex.format(id));
    }
  }

  private void text(String field, int index) throws IOException {
    if (index != 0) {
      json.writeStringField(field, strings.string(index));
    }
  }

  private void number(String field, int value) throws IOException {
    if (value != 0) {
      json.writeNumberField(field, value);
    }
  }

  private void unsigned(String field, int value) throws IOException {
    if (value != 0) {
      json.writeNumberField(field, Integer.toUnsignedLong(value));
    }
  }

  private void time(String field, long unixNano) throws IOException {
    if (unixNano != 0) {
      json.writeStringField(field, Long.toUnsignedString(unixNano));
    }
  }
}
