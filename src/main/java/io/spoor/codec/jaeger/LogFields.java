// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import io.spoor.model.AttributeType;
import io.spoor.model.EventTableBuilder;
import io.spoor.model.SpanBatchBuilder;

/**
 * Takes the fields of a log, which becomes an event: the text in the field {@code event} is its
 * name, the others are attributes. Not thread-safe.
 */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
final class LogFields {
  private EventTableBuilder event;

  // Of the log under way.
  private int events; // fields by that name
  private int nameKey;
  private int name;

  LogFields(SpanBatchBuilder builder) {
    this.event = builder.event();
  }

  void reset(SpanBatchBuilder builder) {
    event = builder.event();
  }

  void begin() {
    events = 0;
    name = 0;
  }

  /** Takes the field that was read last. */
  void accept(TagReader field) {
    if (field.role() != TagRole.EVENT) {
      event.attributes().add(field.key(), field.type(), field.value());
      return;
    }
    events++;
    if (events == 1 && field.isText()) {
      nameKey = field.key();
      name = (int) field.value();
      return;
    }
    if (events == 2 && name != 0) { // the way back leaves the name out where such a field stands
      event.attributes().add(nameKey, AttributeType.STRING, name);
    }
    event.attributes().add(field.key(), field.type(), field.value());
  }

  void end(long timeUnixNano) {
    event.end(timeUnixNano, name, 0);
  }
}
