// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.model.FoundSummaries;
import io.spoor.model.TraceSummary;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The summaries of traces, as Jaeger's search page reads them; an empty object for none. */
final class SummaryDocument {

  /**
   * Writes the document.
   *
   * @param nextPageToken empty when this is the last page
   */
  static void write(
      JsonGenerator json,
      List<FoundSummaries.Entry> traces,
      String nextPageToken,
      Optional<String> incomplete)
      throws IOException {
    json.writeStartObject();
    if (!traces.isEmpty()) {
      json.writeArrayFieldStart("summaries");
      for (FoundSummaries.Entry trace : traces) {
        write(json, trace.summary());
      }
      json.writeEndArray();
    }
    if (!nextPageToken.isEmpty()) {
      json.writeStringField("nextPageToken", nextPageToken);
    }
    IncompleteError.write(json, incomplete);
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, TraceSummary summary) throws IOException {
    json.writeStartObject();
    json.writeStringField("traceId", summary.traceId().toHex());
    json.writeStringField("rootServiceName", serviceName(summary.rootServiceName()));
    json.writeStringField("rootOperationName", summary.rootOperationName());
    json.writeStringField(
        "minStartTimeUnixNano", Long.toUnsignedString(summary.minStartTimeUnixNano()));
    json.writeStringField(
        "maxEndTimeUnixNano", Long.toUnsignedString(summary.maxEndTimeUnixNano()));
    json.writeNumberField("spanCount", summary.spanCount());
    json.writeNumberField("errorSpanCount", summary.errorSpanCount());
    json.writeNumberField("orphanSpanCount", summary.orphanSpanCount());
    json.writeArrayFieldStart("services");
    for (TraceSummary.Service service : summary.services()) {
      json.writeStartObject();
      json.writeStringField("name", serviceName(service.name()));
      json.writeNumberField("spanCount", service.spanCount());
      json.writeNumberField("errorSpanCount", service.errorSpanCount());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** What Jaeger shows for spans without a service. */
  static String serviceName(String name) {
    return name.isEmpty() ? UiProcesses.NO_SERVICE_NAME : name;
  }

  private SummaryDocument() {}
}
