// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import io.spoor.codec.wire.ProtoWriter;
import io.spoor.model.AttributeTable;
import io.spoor.model.EventTable;
import io.spoor.model.LinkTable;
import io.spoor.model.ResourceTable;
import io.spoor.model.ScopeTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.model.StringTable;

/** Encodes rows of columns as the fields of OTLP messages, defaults left out. */
final class ColumnEncoder {
  private final SpanBatch batch;
  private final StringTable strings;
  private final ProtoWriter out;

  ColumnEncoder(SpanBatch batch, ProtoWriter out) {
    this.batch = batch;
    this.strings = batch.strings();
    this.out = out;
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
    out.traceIdField(0x0a, spans.traceIdHigh(row), spans.traceIdLow(row));
    out.spanIdField(0x12, spans.spanId(row));
    out.bytesField(0x1a, strings, spans.traceState(row));
    out.spanIdField(0x22, spans.parentSpanId(row));
    out.bytesField(0x2a, strings, spans.name(row));
    out.varintField(0x30, spans.kind(row));
    out.fixed64Field(0x39, spans.startTimeUnixNano(row));
    out.fixed64Field(0x41, spans.startTimeUnixNano(row) + spans.durationNano(row));
    attributes(0x4a, spans.attributes(), row);
    out.varintField(0x50, Integer.toUnsignedLong(spans.droppedAttributesCount(row)));
    for (int event = batch.events().start(row); event < batch.events().end(row); event++) {
      event(event);
    }
    out.varintField(0x60, Integer.toUnsignedLong(spans.droppedEventsCount(row)));
    for (int link = batch.links().start(row); link < batch.links().end(row); link++) {
      link(link);
    }
    out.varintField(0x70, Integer.toUnsignedLong(spans.droppedLinksCount(row)));
    status(row);
    out.fixed32Field(0x85, spans.flags(row));
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

  private void event(int row) {
    EventTable events = batch.events();
    int event = out.open(0x5a);
    out.fixed64Field(0x09, events.timeUnixNano(row));
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
    for (int entry = table.start(owner); entry < table.end(owner); entry++) {
      int pair = out.open(tag);
      out.bytesField(AnyValueFields.KEY, strings, table.key(entry));
      int value = out.open(AnyValueFields.VALUE);
      value(table, entry);
      out.close(value);
      out.close(pair);
    }
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
