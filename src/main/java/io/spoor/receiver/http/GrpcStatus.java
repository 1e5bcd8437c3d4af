// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.http;

import io.spoor.telemetry.IntakeReason;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The status codes of gRPC that a receiver answers with. */
public enum GrpcStatus {
  /** Done. */
  OK(0),
  /** Rejected. */
  INVALID_ARGUMENT(3),
  /** Too late. */
  DEADLINE_EXCEEDED(4),
  /** Too large. */
  RESOURCE_EXHAUSTED(8),
  /** Not known here. */
  UNIMPLEMENTED(12),
  /** Broken, here or on the way. */
  INTERNAL(13),
  /** Refused: try again. */
  UNAVAILABLE(14);

  private final int code;

  GrpcStatus(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /**
   * The status for a reason. What is worth a retry is UNAVAILABLE: every client retries that, but
   * RESOURCE_EXHAUSTED some do only, and only with a delay.
   */
  public static GrpcStatus of(IntakeReason reason) {
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
  public static String encodeMessage(String message) {
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
