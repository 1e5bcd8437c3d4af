// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes values as OTLP JSON {@code AnyValue} objects. */
final class JsonValues implements AnyValueVisitor {
  private final JsonGenerator json;

  JsonValues(JsonGenerator json) {
    this.json = json;
  }

  @Override
  public void empty() throws IOException {
    start();
    end();
  }

  @Override
  public void text(byte[] array, int offset, int length) throws IOException {
    text(new String(array, offset, length, StandardCharsets.UTF_8));
  }

  void text(String text) throws IOException {
    start();
    json.writeStringField("stringValue", text);
    end();
  }

  @Override
  public void bool(boolean value) throws IOException {
    start();
    json.writeBooleanField("boolValue", value);
    end();
  }

  @Override
  public void integer(long value) throws IOException {
    start();
    json.writeStringField("intValue", Long.toString(value));
    end();
  }

  @Override
  public void real(double value) throws IOException {
    start();
    if (Double.isFinite(value)) {
      json.writeNumberField("doubleValue", value);
    } else {
      json.writeStringField("doubleValue", Double.toString(value)); // NaN, Infinity, -Infinity
    }
    end();
  }

  @Override
  public void binary(byte[] array, int offset, int length) throws IOException {
    start();
    json.writeFieldName("bytesValue");
    json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, array, offset, length);
    end();
  }

  @Override
  public void startList() throws IOException {
    start();
    json.writeObjectFieldStart("arrayValue");
    json.writeArrayFieldStart("values");
  }

  @Override
  public void endList() throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    end();
  }

  @Override
  public void startMap() throws IOException {
    start();
    json.writeObjectFieldStart("kvlistValue");
    json.writeArrayFieldStart("values");
  }

  @Override
  public void key(byte[] array, int offset, int length) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", new String(array, offset, length, StandardCharsets.UTF_8));
    json.writeFieldName("value");
  }

  @Override
  public void endPair() throws IOException {
    json.writeEndObject();
  }

  @Override
  public void endMap() throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    end();
  }

  private void start() throws IOException {
    json.writeStartObject();
  }

  private void end() throws IOException {
    json.writeEndObject();
  }
}
