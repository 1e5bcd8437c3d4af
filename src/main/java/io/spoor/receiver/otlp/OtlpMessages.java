// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.otlp;

import io.spoor.receiver.SpanIntake.Accepted;
import io.spoor.receiver.http.MessageBytes;

/** What a receiver of OTLP answers when spans are safe, in protobuf and in JSON. */
final class OtlpMessages {
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
        MessageBytes.protobuf(
            out -> {
              out.writeInt64(1, accepted.rejectedSpans());
              out.writeString(2, accepted.reason());
            });
    return MessageBytes.protobuf(out -> out.writeByteArray(1, partial));
  }

  /** Writes the same as JSON. */
  static byte[] responseJson(Accepted accepted) {
    return MessageBytes.json(
        out -> {
          out.writeObjectFieldStart("partialSuccess");
          if (accepted.rejectedSpans() > 0) {
            out.writeStringField("rejectedSpans", Integer.toString(accepted.rejectedSpans()));
            out.writeStringField("errorMessage", accepted.reason());
          }
          out.writeEndObject();
        });
  }
}
