// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.CodedOutputStream;
import io.spoor.receiver.SpanIntake.Accepted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The few messages that a receiver answers with, in protobuf and in JSON. */
final class OtlpMessages {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";

  private OtlpMessages() {}

  /**
   * Writes {@code ExportTraceServiceResponse}.
   *
   * <pre>
   * 1 partial_success { 1 rejected_spans: int64, 2 error_message: string }
   * </pre>
   */
  static byte[] response(Accepted accepted) {
    if (accepted.rejectedSpans() == 0) {
      return new byte[0];
    }
    byte[] partial =
        proto(
            out -> {
              out.writeInt64(1, accepted.rejectedSpans());
              out.writeString(2, accepted.reason());
            });
    return proto(out -> out.writeByteArray(1, partial));
  }

  /** Writes the same as JSON. */
  static byte[] responseJson(Accepted accepted) {
    return json(
        out -> {
          out.writeObjectFieldStart("partialSuccess");
          if (accepted.rejectedSpans() > 0) {
            out.writeStringField("rejectedSpans", Integer.toString(accepted.rejectedSpans()));
            out.writeStringField("errorMessage", accepted.reason());
          }
          out.writeEndObject();
        });
  }

  /**
   * Writes {@code google.rpc.Status}.
   *
   * <pre>
   * 1 code: int32, 2 message: string, 3 details: Any { 1 type_url: string, 2 value: bytes }
   * value: RetryInfo { 1 retry_delay: Duration { 1 seconds: int64, 2 nanos: int32 } }
   * </pre>
   *
   * @param retryAfter null when the client must not try again
   */
  static byte[] status(int code, String message, @Nullable Duration retryAfter) {
    return proto(
        out -> {
          out.writeInt32(1, code);
          out.writeString(2, message);
          if (retryAfter != null) {
            out.writeByteArray(3, retryInfo(retryAfter));
          }
        });
  }

  /** Writes the same as JSON. */
  static byte[] statusJson(int code, String message, @Nullable Duration retryAfter) {
    return json(
        out -> {
          out.writeNumberField("code", code);
          out.writeStringField("message", message);
          if (retryAfter != null) {
            out.writeArrayFieldStart("details");
            out.writeStartObject();
            out.writeStringField("@type", RETRY_INFO);
            out.writeStringField("retryDelay", seconds(retryAfter) + "s");
            out.writeEndObject();
            out.writeEndArray();
          }
        });
  }

  private static byte[] retryInfo(Duration delay) {
    byte[] duration =
        proto(
            out -> {
              out.writeInt64(1, delay.getSeconds());
              out.writeInt32(2, delay.getNano());
            });
    byte[] info = proto(out -> out.writeByteArray(1, duration));
    return proto(
        out -> {
          out.writeString(1, RETRY_INFO);
          out.writeByteArray(2, info);
        });
  }

  private static String seconds(Duration delay) {
    return String.format("%d.%03d", delay.toSeconds(), delay.toMillisPart());
  }

  private static byte[] proto(Writing<CodedOutputStream> fields) {
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

  private static byte[] json(Writing<JsonGenerator> fields) {
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
  private interface Writing<T> {
    void writeTo(T out) throws IOException;
  }
}
