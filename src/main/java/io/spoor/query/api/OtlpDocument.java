// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.codec.otlp.OtlpJsonWriter;
import io.spoor.model.Trace;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Traces as the one OTLP document of api_v3. */
final class OtlpDocument implements TraceDocument {
  private static final int SPANS_A_STEP = 64;

  private @Nullable Trace trace;
  private int nextSpan;

  @Override
  public void begin(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("result");
    json.writeArrayFieldStart("resourceSpans");
  }

  @Override
  public void beginTrace(JsonGenerator json, Trace next) {
    trace = next;
    nextSpan = 0;
  }

  @Override
  public boolean writeSpans(BodyStream body) throws IOException {
    if (trace == null) {
      return true;
    }
    while (nextSpan < trace.size() && !body.isFull()) {
      int end = Math.min(trace.size(), nextSpan + SPANS_A_STEP);
      OtlpJsonWriter.writeResourceSpans(trace, nextSpan, end, body.json());
      nextSpan = end;
    }
    return nextSpan == trace.size();
  }

  @Override
  public void end(JsonGenerator json, Optional<String> incomplete) throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    IncompleteError.write(json, incomplete);
    json.writeEndObject();
  }
}
