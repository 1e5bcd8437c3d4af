// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** How an API says that something went wrong. Both are sent as text, as Jaeger does. */
enum ErrorShape {
  /** The envelope of Jaeger's JSON API, and of Spoor's own. */
  V1 {
    @Override
    void write(JsonGenerator json, int status, String message) throws IOException {
      json.writeStartObject();
      json.writeNullField("data");
      json.writeNumberField("total", 0);
      json.writeNumberField("limit", 0);
      json.writeNumberField("offset", 0);
      json.writeArrayFieldStart("errors");
      json.writeStartObject();
      json.writeNumberField("code", status);
      json.writeStringField("msg", message);
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    }
  },
  /** The one of api_v3. */
  V3 {
    @Override
    void write(JsonGenerator json, int status, String message) throws IOException {
      json.writeStartObject();
      json.writeObjectFieldStart("error");
      json.writeNumberField("httpCode", status);
      json.writeStringField("message", message);
      json.writeEndObject();
      json.writeEndObject();
    }
  };

  abstract void write(JsonGenerator json, int status, String message) throws IOException;

  /** The body, with the line end that Jaeger puts after it. */
  String body(int status, String message) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = BodyStream.JSON.createGenerator(text)) {
      write(json, status, message);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return text.append('\n').toString();
  }
}
