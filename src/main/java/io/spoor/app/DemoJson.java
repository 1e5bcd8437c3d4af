// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.model.Hex;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Writes the demo's traces as OTLP JSON: ids in hex, 64-bit numbers as strings. */
final class DemoJson {
  private static final int STATUS_ERROR = 2;

  private static final JsonFactory JSON = new JsonFactory();

  private DemoJson() {}

  /** An {@code ExportTraceServiceRequest}, with a resource for each service. */
  static byte[] request(List<DemoTrace> traces) {
    Map<DemoService, List<DemoSpan>> byService = new EnumMap<>(DemoService.class);
    for (DemoTrace trace : traces) {
      for (DemoSpan span : trace.spans()) {
        byService.computeIfAbsent(span.service(), service -> new ArrayList<>()).add(span);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeArrayFieldStart("resourceSpans");
      for (Map.Entry<DemoService, List<DemoSpan>> entry : byService.entrySet()) {
        writeResourceSpans(json, entry.getKey(), entry.getValue());
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array of bytes does not fail
    }
    return bytes.toByteArray();
  }

  private static void writeResourceSpans(
      JsonGenerator json, DemoService service, List<DemoSpan> spans) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("resource");
    writeAttributes(json, service.resource());
    json.writeEndObject();
    json.writeArrayFieldStart("scopeSpans");
    json.writeStartObject();
    json.writeObjectFieldStart("scope");
    json.writeStringField("name", service.scopeName());
    json.writeStringField("version", "1.0.0");
    json.writeEndObject();
    json.writeArrayFieldStart("spans");
    for (DemoSpan span : spans) {
      writeSpan(json, span);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeSpan(JsonGenerator json, DemoSpan span) throws IOException {
    json.writeStartObject();
    writeIds(json, span);
    DemoSpan parent = span.parent();
    if (parent != null) {
      json.writeStringField("parentSpanId", Hex.format(parent.spanId()));
    }
    json.writeStringField("name", span.name());
    json.writeNumberField("kind", span.kind().number());
    json.writeStringField("startTimeUnixNano", Long.toString(span.startTimeUnixNano()));
    json.writeStringField("endTimeUnixNano", Long.toString(span.endTimeUnixNano()));
    writeAttributes(json, span.attributes());
    writeEvents(json, span.events());
    json.writeArrayFieldStart("links");
    for (DemoSpan cause : span.links()) {
      json.writeStartObject();
      writeIds(json, cause);
      json.writeEndObject();
    }
    json.writeEndArray();
    String error = span.error();
    if (error != null) {
      json.writeObjectFieldStart("status");
      json.writeNumberField("code", STATUS_ERROR);
      json.writeStringField("message", error);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void writeIds(JsonGenerator json, DemoSpan span) throws IOException {
    json.writeStringField("traceId", span.traceId().toHex());
    json.writeStringField("spanId", Hex.format(span.spanId()));
  }

  private static void writeEvents(JsonGenerator json, List<DemoSpan.Event> events)
      throws IOException {
    json.writeArrayFieldStart("events");
    for (DemoSpan.Event event : events) {
      json.writeStartObject();
      json.writeStringField("name", event.name());
      json.writeStringField("timeUnixNano", Long.toString(event.timeUnixNano()));
      writeAttributes(json, event.attributes());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeAttributes(JsonGenerator json, Map<String, Object> attributes)
      throws IOException {
    json.writeArrayFieldStart("attributes");
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      json.writeStartObject();
      json.writeStringField("key", attribute.getKey());
      json.writeObjectFieldStart("value");
      writeValue(json, attribute.getValue());
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeValue(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Long number) {
      json.writeStringField("intValue", number.toString());
    } else if (value instanceof Double number) {
      json.writeNumberField("doubleValue", number);
    } else if (value instanceof Boolean bool) {
      json.writeBooleanField("boolValue", bool);
    } else if (value instanceof List<?> values) {
      json.writeObjectFieldStart("arrayValue");
      json.writeArrayFieldStart("values");
      for (Object element : values) {
        json.writeStartObject();
        writeValue(json, element);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } else {
      json.writeStringField("stringValue", value.toString());
    }
  }
}
