// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** The envelope of Jaeger's JSON API around small answers. */
final class V1Envelope {

  /**
   * Answers with a list.
   *
   * @param total as Jaeger counts it: some routes leave it 0
   * @param elements writes the elements into the open array
   */
  static void list(Exchange exchange, int total, Exchange.JsonBody elements) {
    exchange.json(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("data");
          elements.writeTo(json);
          json.writeEndArray();
          end(json, total);
        });
  }

  private static void end(JsonGenerator json, int total) throws IOException {
    json.writeNumberField("total", total);
    json.writeNumberField("limit", 0);
    json.writeNumberField("offset", 0);
    json.writeNullField("errors");
    json.writeEndObject();
  }

  private V1Envelope() {}
}
