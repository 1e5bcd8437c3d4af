// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes {@code google.rpc.Status}, the message of every refusal, in protobuf and in JSON. */
public final class RpcStatus {
  private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";

  private RpcStatus() {}

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
  public static byte[] protobuf(int code, String message, @Nullable Duration retryAfter) {
    return MessageBytes.protobuf(
        out -> {
          out.writeInt32(1, code);
          out.writeString(2, message);
          if (retryAfter != null) {
            out.writeByteArray(3, retryInfo(retryAfter));
          }
        });
  }

  /** Writes the same as JSON. */
  public static byte[] json(int code, String message, @Nullable Duration retryAfter) {
    return MessageBytes.json(
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
        MessageBytes.protobuf(
            out -> {
              out.writeInt64(1, delay.getSeconds());
              out.writeInt32(2, delay.getNano());
            });
    byte[] info = MessageBytes.protobuf(out -> out.writeByteArray(1, duration));
    return MessageBytes.protobuf(
        out -> {
          out.writeString(1, RETRY_INFO);
          out.writeByteArray(2, info);
        });
  }

  private static String seconds(Duration delay) {
    return String.format("%d.%03d", delay.toSeconds(), delay.toMillisPart());
  }
}
