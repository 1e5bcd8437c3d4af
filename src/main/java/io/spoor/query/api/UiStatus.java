// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.model.SpanKind;
import io.spoor.model.StatusCode;
import java.io.IOException;

/** Kind and status of a span, which Jaeger's JSON has as tags. */
final class UiStatus {

  /** Writes the tags of OTLP numbers; a number that is not known has none. */
  static void write(JsonGenerator json, int kind, int statusCode) throws IOException {
    SpanKind known = SpanKind.of(kind);
    if (known != SpanKind.UNSPECIFIED) {
      UiTags.writeDerived(json, "span.kind", known.lowerCase());
    }
    switch (StatusCode.of(statusCode)) {
      case OK -> UiTags.writeDerived(json, "otel.status_code", "OK");
      case ERROR -> {
        UiTags.writeDerived(json, "otel.status_code", "ERROR");
        json.writeStartObject();
        json.writeStringField("key", "error");
        json.writeStringField("type", "bool");
        json.writeBooleanField("value", true);
        json.writeEndObject();
      }
      case UNSET -> {
        // nothing was said
      }
    }
  }

  private UiStatus() {}
}
