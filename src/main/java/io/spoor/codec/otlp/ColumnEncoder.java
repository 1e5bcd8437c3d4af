// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.codec.wire.EntryOrder;
import io.spoor.codec.wire.ProtoWriter;
import io.spoor.model.AttributeTable;
import io.spoor.model.EventTable;
import io.spoor.model.LinkTable;
import io.spoor.model.ResourceTable;
import io.spoor.model.ScopeTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.model.StringTable;
import io.spoor.model.Trace;
import java.util.List;

/**
 * Encodes rows of columns as the fields of OTLP messages, defaults left out; spans of a trace as
 * its adjusters left them.
 */
final class ColumnEncoder {
  private static final int ATTRIBUTES = 0x4a; // of a span
  private static final byte[] WARNINGS = "@jaeger@warnings".getBytes(US_ASCII);

  private final SpanBatch batch;
  private final StringTable strings;
  private final ProtoWriter out;
  private final boolean sorted;
  private final EntryOrder attributeOrder = new EntryOrder();
  private final EntryOrder eventOrder = new EntryOrder();

  ColumnEncoder(SpanBatch batch, ProtoWriter out) {
    this(batch, out, false);
  }

  /**
   * Starts with a batch.
   *
   * @param sorted whether attributes come by key and events by name
   */
  ColumnEncoder(SpanBatch batch, ProtoWriter out, boolean sorted) {
    this.batch = batch;
    this.strings = batch.strings();
    this.out = out;
    this.sorted = sorted;
  }

  /** Fields of the {@code Resource} in a row. */
  void resource(int row) {
    ResourceTable resources = batch.resources();
    attributes(0x0a, resources.attributes(), row);
    out.varintField(0x10, Integer.toUnsignedLong(resources.droppedAttributesCount(row)));
    encoded(resources.entityRefs(row));
  }

  /** Fields of the {@code InstrumentationScope} in a row. */
  void scope(int row) {
    ScopeTable scopes = batch.scopes();
    out.bytesField(0x0a, strings, scopes.name(row));
    out.bytesField(0x12, strings, scopes.version(row));
    attributes(0x1a, scopes.attributes(), row);
    out.varintField(0x20, Integer.toUnsignedLong(scopes.droppedAttributesCount(row)));
  }

  /** Fields of the {@code Span} in a row. */
  void span(int row) {
    SpanTable spans = batch.spans();
    head(row, spans.spanId(row), spans.parentSpanId(row));
    times(spans.startTimeUnixNano(row), spans.durationNano(row));
    attributes(ATTRIBUTES, spans.attributes(), row);
    rest(row, 0);
  }

  /** Fields of a span of a trace that lies in the batch. */
  void span(Trace trace, int span) {
    int row = trace.row(span);
    head(row, trace.spanId(span), trace.parentSpanId(span));
    times(trace.startTimeUnixNano(span), trace.durationNano(span));
    attributes(ATTRIBUTES, batch.spans().attributes(), row);
    if (!trace.warnings(span).isEmpty()) {
      warnings(trace.warnings(span));
    }
    rest(row, trace.shiftNano(span));
  }

  private void head(int row, long spanId, long parentSpanId) {
    SpanTable spans = batch.spans();
    out.traceIdField(0x0a, spans.traceIdHigh(row), spans.traceIdLow(row));
    out.spanIdField(0x12, spanId);
    out.bytesField(0x1a, strings, spans.traceState(row));
    out.spanIdField(0x22, parentSpanId);
    out.bytesField(0x2a, strings, spans.name(row));
    out.varintField(0x30, spans.kind(row));
  }

  private void times(long start, long duration) {
    out.fixed64Field(0x39, start);
    out.fixed64Field(0x41, start + duration);
  }

  private void warnings(List<String> warnings) {
    int pair = out.open(ATTRIBUTES);
    out.bytesField(AnyValueFields.KEY, WARNINGS);
    int value = out.open(AnyValueFields.VALUE);
    int list = out.open(AnyValueFields.ARRAY);
    for (String warning : warnings) {
      int element = out.open(AnyValueFields.ELEMENT);
      out.bytesField(AnyValueFields.STRING, warning.getBytes(UTF_8));
      out.close(element);
    }
    out.close(list);
    out.close(value);
    out.close(pair);
  }

  private void rest(int row, long shiftNano) {
    SpanTable spans = batch.spans();
    out.varintField(0x50, Integer.toUnsignedLong(spans.droppedAttributesCount(row)));
    events(row, shiftNano);
    out.varintField(0x60, Integer.toUnsignedLong(spans.droppedEventsCount(row)));
    for (int link = batch.links().start(row); link < batch.links().end(row); link++) {
      link(link);
    }
    out.varintField(0x70, Integer.toUnsignedLong(spans.droppedLinksCount(row)));
    status(row);
    out.fixed32Field(0x85, spans.flags(row));
  }

  private void events(int row, long shiftNano) {
    EventTable events = batch.events();
    int start = events.start(row);
    int end = events.end(row);
    if (!sorted || end - start < 2) {
      for (int event = start; event < end; event++) {
        event(event, shiftNano);
      }
      return;
    }
    int[] rows = eventOrder.sorted(start, end, strings, events::name);
    for (int i = 0; i < end - start; i++) {
      event(rows[i], shiftNano);
    }
  }

  private void status(int row) {
    SpanTable spans = batch.spans();
    if (spans.statusCode(row) != 0 || spans.statusMessage(row) != 0) {
      int status = out.open(0x7a);
      out.bytesField(0x12, strings, spans.statusMessage(row));
      out.varintField(0x18, spans.statusCode(row));
      out.close(status);
    }
  }

  private void event(int row, long shiftNano) {
    EventTable events = batch.events();
    int event = out.open(0x5a);
    out.fixed64Field(0x09, events.timeUnixNano(row) + shiftNano);
    out.bytesField(0x12, strings, events.name(row));
    attributes(0x1a, events.attributes(), row);
    out.varintField(0x20, Integer.toUnsignedLong(events.droppedAttributesCount(row)));
    out.close(event);
  }

  private void link(int row) {
    LinkTable links = batch.links();
    int link = out.open(0x6a);
    out.traceIdField(0x0a, links.traceIdHigh(row), links.traceIdLow(row));
    out.spanIdField(0x12, links.spanId(row));
    out.bytesField(0x1a, strings, links.traceState(row));
    attributes(0x22, links.attributes(), row);
    out.varintField(0x28, Integer.toUnsignedLong(links.droppedAttributesCount(row)));
    out.fixed32Field(0x35, links.flags(row));
    out.close(link);
  }

  private void attributes(int tag, AttributeTable table, int owner) {
    int start = table.start(owner);
    int end = table.end(owner);
    if (!sorted || end - start < 2) {
      for (int entry = start; entry < end; entry++) {
        attribute(tag, table, entry);
      }
      return;
    }
    int[] entries = attributeOrder.sorted(start, end, strings, table::key);
    for (int i = 0; i < end - start; i++) {
      attribute(tag, table, entries[i]);
    }
  }

  private void attribute(int tag, AttributeTable table, int entry) {
    int pair = out.open(tag);
    out.bytesField(AnyValueFields.KEY, strings, table.key(entry));
    int value = out.open(AnyValueFields.VALUE);
    value(table, entry);
    out.close(value);
    out.close(pair);
  }

  /** A value of one of the types of the oneof is written even when it is its type's default. */
  private void value(AttributeTable table, int entry) {
    long value = table.value(entry);
    switch (table.type(entry)) {
      case EMPTY -> {} // no field
      case STRING -> out.bytesAlways(AnyValueFields.STRING, strings, (int) value);
      case BOOL -> out.varintAlways(AnyValueFields.BOOL, value);
      case INT -> out.varintAlways(AnyValueFields.INT, value);
      case DOUBLE -> out.fixed64Always(AnyValueFields.DOUBLE, value);
      case BYTES -> out.bytesAlways(AnyValueFields.BYTES, strings, (int) value);
      case ARRAY, MAP -> encoded((int) value);
    }
  }

  private void encoded(int index) {
    out.bytes(strings.array(index), strings.offset(index), strings.length(index));
  }
}
