// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.tool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.codec.otlp.OtlpJsonWriter;
import io.spoor.codec.otlp.OtlpProtoEncoder;
import io.spoor.model.SpanBatch;
import java.io.IOException;
import java.io.OutputStream;

/** Writes requests one behind the other. Does not close the stream. */
public final class OtlpOutput {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(com.fasterxml.jackson.core.StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  /** A sink that writes to a stream, which should be buffered. */
  public static SpanSink to(OutputStream out, OtlpFormat format) {
    return switch (format) {
      case JSON -> batch -> writeLine(batch, out);
      case PROTO -> batch -> writeMessage(OtlpProtoEncoder.encode(batch), out);
    };
  }

  private static void writeLine(SpanBatch batch, OutputStream out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("resourceSpans");
      OtlpJsonWriter.writeResourceSpans(batch, json);
      json.writeEndArray();
      json.writeEndObject();
    }
    out.write('\n');
  }

  private static void writeMessage(byte[] message, OutputStream out) throws IOException {
    int rest = message.length;
    for (; rest > 0x7f; rest >>>= 7) {
      out.write((rest & 0x7f) | 0x80);
    }
    out.write(rest);
    out.write(message);
  }

  private OtlpOutput() {}
}
