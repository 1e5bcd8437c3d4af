// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.otlp;

import io.spoor.telemetry.IntakeReason;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The status codes of gRPC that a receiver answers with. */
enum GrpcStatus {
  OK(0),
  INVALID_ARGUMENT(3),
  DEADLINE_EXCEEDED(4),
  RESOURCE_EXHAUSTED(8),
  UNIMPLEMENTED(12),
  INTERNAL(13),
  UNAVAILABLE(14);

  private final int code;

  GrpcStatus(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /**
   * The status for a reason. What is worth a retry is UNAVAILABLE: every client retries that, but
   * RESOURCE_EXHAUSTED some do only, and only with a delay.
   */
  static GrpcStatus of(IntakeReason reason) {
    return switch (reason) {
      case BUDGET_FULL, DECODERS_BUSY, QUEUE_FULL -> UNAVAILABLE;
      case STORAGE_FAILED, UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> UNAVAILABLE;
      case BODY_TIMEOUT -> DEADLINE_EXCEEDED;
      case MALFORMED, INVALID_SPAN, STORAGE_REJECTED, UNSUPPORTED_TYPE -> INVALID_ARGUMENT;
      case TOO_LARGE -> RESOURCE_EXHAUSTED;
      case UNSUPPORTED_ENCODING, UNSUPPORTED -> UNIMPLEMENTED;
      case BAD_FRAME, INTERNAL -> INTERNAL;
    };
  }

  /** Percent-encodes a {@code grpc-message}: all but printable ASCII, and the percent sign. */
  static String encodeMessage(String message) {
    StringBuilder out = new StringBuilder(message.length() + 16);
    for (byte b : message.getBytes(StandardCharsets.UTF_8)) {
      if (b >= ' ' && b <= '~' && b != '%') {
        out.append((char) b);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }
}
