// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.model.Trace;
import io.spoor.model.TraceId;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Traces in the envelope of Jaeger's JSON API. */
final class UiDocument implements TraceDocument {
  private static final int PARTIAL_CONTENT = 206;

  private final Set<TraceId> missing;
  private String remark = "";
  private @Nullable UiTraceWriter writer;
  private @Nullable Trace trace;
  private int nextSpan;
  private int total;

  /**
   * Starts an answer.
   *
   * @param expected ids that get an error of their own when their trace does not come
   */
  UiDocument(Set<TraceId> expected) {
    this.missing = new LinkedHashSet<>(expected);
  }

  /** Adds something that the client should be told, as an error beside the traces. */
  UiDocument withRemark(String text) {
    remark = text;
    return this;
  }

  @Override
  public void begin(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("data");
  }

  @Override
  public void beginTrace(JsonGenerator json, Trace next) throws IOException {
    total++;
    missing.remove(next.id());
    trace = next;
    nextSpan = 0;
    writer = new UiTraceWriter(json, next);
    writer.begin();
  }

  @Override
  public boolean writeSpans(BodyStream body) throws IOException {
    if (writer == null || trace == null) {
      return true;
    }
    while (nextSpan < trace.size() && !body.isFull()) {
      writer.writeSpan(nextSpan++);
    }
    boolean complete = nextSpan == trace.size();
    if (complete) {
      writer.end();
    }
    return complete;
  }

  @Override
  public void end(JsonGenerator json, Optional<String> incomplete) throws IOException {
    json.writeEndArray();
    json.writeNumberField("total", total);
    json.writeNumberField("limit", 0);
    json.writeNumberField("offset", 0);
    json.writeFieldName("errors");
    if (missing.isEmpty() && incomplete.isEmpty() && remark.isEmpty()) {
      json.writeNull(); // Grafana takes even an empty list for an error
    } else {
      writeErrors(json, incomplete);
    }
    json.writeEndObject();
  }

  private void writeErrors(JsonGenerator json, Optional<String> incomplete) throws IOException {
    json.writeStartArray();
    for (TraceId id : missing) {
      json.writeStartObject();
      json.writeStringField("msg", "trace not found");
      json.writeStringField("traceID", TraceIds.uiHex(id));
      json.writeEndObject();
    }
    if (incomplete.isPresent()) {
      writeError(json, "incomplete: " + incomplete.get());
    }
    if (!remark.isEmpty()) {
      writeError(json, remark);
    }
    json.writeEndArray();
  }

  private static void writeError(JsonGenerator json, String message) throws IOException {
    json.writeStartObject();
    json.writeNumberField("code", PARTIAL_CONTENT);
    json.writeStringField("msg", message);
    json.writeEndObject();
  }
}
