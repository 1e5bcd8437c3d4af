// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.model.Trace;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The summaries of traces, as Jaeger's search page reads them; an empty object for none. */
final class SummaryDocument implements TraceDocument {
  private @Nullable TraceSummary summary;
  private boolean any;
  private String cut = "";

  @Override
  public void begin(JsonGenerator json) throws IOException {
    json.writeStartObject();
  }

  @Override
  public void beginTrace(JsonGenerator json, Trace trace) throws IOException {
    if (!any) {
      any = true;
      json.writeArrayFieldStart("summaries");
    }
    summary = new TraceSummary(trace);
    if (cut.isEmpty()) {
      cut = CutTrace.reason(trace).orElse("");
    }
  }

  @Override
  public boolean writeSpans(BodyStream body) throws IOException {
    if (summary != null) {
      write(body.json(), summary);
    }
    return true;
  }

  private static void write(JsonGenerator json, TraceSummary summary) throws IOException {
    json.writeStartObject();
    json.writeStringField("traceId", summary.traceId().toHex());
    json.writeStringField("rootServiceName", summary.rootServiceName());
    json.writeStringField("rootOperationName", summary.rootOperationName());
    json.writeStringField(
        "minStartTimeUnixNano", Long.toUnsignedString(summary.minStartTimeUnixNano()));
    json.writeStringField(
        "maxEndTimeUnixNano", Long.toUnsignedString(summary.maxEndTimeUnixNano()));
    json.writeNumberField("spanCount", summary.spanCount());
    json.writeNumberField("errorSpanCount", summary.errorSpanCount());
    json.writeNumberField("orphanSpanCount", summary.orphanSpanCount());
    json.writeArrayFieldStart("services");
    for (Map.Entry<String, TraceSummary.Counts> service : summary.services().entrySet()) {
      json.writeStartObject();
      json.writeStringField("name", service.getKey());
      json.writeNumberField("spanCount", service.getValue().spans());
      json.writeNumberField("errorSpanCount", service.getValue().errorSpans());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  @Override
  public void end(JsonGenerator json, Optional<String> incomplete) throws IOException {
    if (any) {
      json.writeEndArray();
    }
    IncompleteError.write(
        json, incomplete.or(() -> cut.isEmpty() ? Optional.empty() : Optional.of(cut)));
    json.writeEndObject();
  }
}
