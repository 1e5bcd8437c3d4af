// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes the small messages of answers field by field. */
public final class MessageBytes {
  private static final JsonFactory JSON = new JsonFactory();

  private MessageBytes() {}

  /** Returns the bytes of a protobuf message. */
  public static byte[] protobuf(Writing<CodedOutputStream> fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      fields.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not while writing to memory
    }
    return bytes.toByteArray();
  }

  /** Returns the bytes of a JSON object. */
  public static byte[] json(Writing<JsonGenerator> fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      fields.writeTo(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not while writing to memory
    }
    return bytes.toByteArray();
  }

  /** Writes the fields of one message. */
  @FunctionalInterface
  public interface Writing<T> {
    /** Called once. */
    void writeTo(T out) throws IOException;
  }
}
