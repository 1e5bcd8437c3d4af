// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeType;
import io.spoor.model.EventTable;
import io.spoor.model.LinkTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.StringTable;

/** About how many bytes a span has: its strings, and what each thing takes without them. */
// Hot path: the limit is computed from every span of a block that is written.
public final class RowBytes {
  private static final int SPAN_BYTES = 128;
  private static final int SPAN_STRINGS = 3; // name, status message, trace state
  private static final int EVENT_BYTES = 40;
  private static final int LINK_BYTES = 64;
  private static final int ATTRIBUTE_BYTES = 16;

  /** No row of the batch has more than this. Cheap: looks at no attribute. */
  static int limit(SpanBatch batch) {
    int longest = longestString(batch.strings());
    long limit = 0;
    for (int row = 0; row < batch.size(); row++) {
      int events = batch.events().end(row) - batch.events().start(row);
      int links = batch.links().end(row) - batch.links().start(row);
      int attributes = attributes(batch, row);
      long strings = (long) SPAN_STRINGS + attributes + events + links;
      long bytes =
          SPAN_BYTES
              + (long) EVENT_BYTES * events
              + (long) LINK_BYTES * links
              + (long) ATTRIBUTE_BYTES * attributes
              + strings * longest;
      limit = Math.max(limit, bytes);
    }
    return (int) Math.min(limit, Integer.MAX_VALUE);
  }

  private static int longestString(StringTable strings) {
    int longest = 0;
    for (int i = 0; i < strings.size(); i++) {
      longest = Math.max(longest, strings.length(i));
    }
    return longest;
  }

  private static int attributes(SpanBatch batch, int row) {
    AttributeTable attributes = batch.spans().attributes();
    EventTable events = batch.events();
    LinkTable links = batch.links();
    return attributes.end(row)
        - attributes.start(row)
        + between(events.attributes(), events.start(row), events.end(row))
        + between(links.attributes(), links.start(row), links.end(row));
  }

  private static int between(AttributeTable attributes, int firstOwner, int endOwner) {
    return firstOwner == endOwner ? 0 : attributes.end(endOwner - 1) - attributes.start(firstOwner);
  }

  /** Bytes of this row. */
  public static long of(SpanBatch batch, int row) {
    StringTable strings = batch.strings();
    long bytes =
        (long) SPAN_BYTES
            + strings.length(batch.spans().name(row))
            + strings.length(batch.spans().statusMessage(row))
            + strings.length(batch.spans().traceState(row))
            + ofAttributes(strings, batch.spans().attributes(), row);
    EventTable events = batch.events();
    for (int event = events.start(row); event < events.end(row); event++) {
      bytes += EVENT_BYTES + strings.length(events.name(event));
      bytes += ofAttributes(strings, events.attributes(), event);
    }
    LinkTable links = batch.links();
    for (int link = links.start(row); link < links.end(row); link++) {
      bytes += LINK_BYTES + strings.length(links.traceState(link));
      bytes += ofAttributes(strings, links.attributes(), link);
    }
    return bytes;
  }

  private static long ofAttributes(StringTable strings, AttributeTable table, int owner) {
    long bytes = 0;
    for (int entry = table.start(owner); entry < table.end(owner); entry++) {
      boolean isStored = AttributeType.of(table.typeCode(entry)).isStored();
      bytes += ATTRIBUTE_BYTES + (isStored ? strings.length((int) table.value(entry)) : 0);
    }
    return bytes;
  }

  private RowBytes() {}
}
