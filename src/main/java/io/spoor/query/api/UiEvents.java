// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.codec.wire.EntryOrder;
import io.spoor.model.EventTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.StringTable;
import java.io.IOException;

/** Writes events as the logs of Jaeger's JSON: the name is the field {@code event}. */
final class UiEvents {
  private final UiTags tags;
  private final EntryOrder order = new EntryOrder();

  UiEvents(UiTags tags) {
    this.tags = tags;
  }

  /**
   * Writes the events of a span as its {@code logs}.
   *
   * @param shiftNano what an adjuster added to the span's start, and so to its events
   * @param sorted whether events go by name and their attributes by key
   */
  void write(JsonGenerator json, UiBatch in, int row, long shiftNano, boolean sorted)
      throws IOException {
    SpanBatch batch = in.batch();
    EventTable events = batch.events();
    int start = events.start(row);
    int end = events.end(row);
    int[] rows =
        sorted
            ? order.sorted(start, end, batch.strings(), events::name)
            : order.asTheyCame(start, end);
    json.writeArrayFieldStart("logs");
    for (int i = 0; i < end - start; i++) {
      json.writeStartObject();
      json.writeNumberField(
          "timestamp", UiTraceWriter.micros(events.timeUnixNano(rows[i]), shiftNano));
      writeFields(json, in, rows[i], sorted);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeFields(JsonGenerator json, UiBatch in, int event, boolean sorted)
      throws IOException {
    SpanBatch batch = in.batch();
    EventTable events = batch.events();
    StringTable strings = batch.strings();
    json.writeArrayFieldStart("fields");
    boolean named = in.eventKey() >= 0 && events.attributes().find(event, in.eventKey()) >= 0;
    if (!named) {
      UiTags.writeDerived(json, "event", strings, events.name(event));
    }
    tags.write(json, batch, events.attributes(), event, -1, -1, sorted);
    json.writeEndArray();
  }
}
