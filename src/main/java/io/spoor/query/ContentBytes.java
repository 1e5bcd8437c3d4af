// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.model.AttributeTable;
import io.spoor.model.EventTable;
import io.spoor.model.LinkTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.model.StringTable;

/**
 * About how large the content of some spans is.
 *
 * <p>What a batch retains would not do: batches of memory storage share the strings and the body of
 * what came in with the spans of many other traces. A repeated text counts each time, as it does in
 * an answer.
 */
final class ContentBytes {
  private static final int SPAN = 88;
  private static final int ATTRIBUTE = 13;
  private static final int EVENT = 20;
  private static final int LINK = 36;

  /** Size of the spans of a batch; their resources and scopes left out. */
  static long of(SpanBatch batch) {
    SpanTable spans = batch.spans();
    EventTable events = batch.events();
    LinkTable links = batch.links();
    StringTable strings = batch.strings();
    long bytes = (long) SPAN * spans.size() + (long) EVENT * events.size();
    bytes += (long) LINK * links.size();
    for (int row = 0; row < spans.size(); row++) {
      bytes += strings.length(spans.name(row)) + strings.length(spans.statusMessage(row));
    }
    return bytes
        + of(strings, spans.attributes())
        + of(strings, events.attributes())
        + of(strings, links.attributes());
  }

  private static long of(StringTable strings, AttributeTable attributes) {
    long bytes = (long) ATTRIBUTE * attributes.size();
    for (int entry = 0; entry < attributes.size(); entry++) {
      if (attributes.type(entry).isStored()) {
        bytes += strings.length((int) attributes.value(entry));
      }
    }
    return bytes;
  }

  private ContentBytes() {}
}
