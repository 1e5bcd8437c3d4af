// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import java.nio.charset.StandardCharsets;

/** Reads what OTLP servers answer: partial success, and {@code google.rpc.Status} with its hint. */
final class OtlpStatus {
  private OtlpStatus() {}

  /** {@code rejected_spans} of an {@code ExportTraceServiceResponse}. */
  static long rejectedSpans(byte[] response) {
    return response.length == 0 ? 0 : ProtoReader.varint(ProtoReader.bytes(response, 1), 1);
  }

  /**
   * The delay in the {@code RetryInfo} of a {@code google.rpc.Status}, else {@link Answer#NO_HINT}.
   */
  static long retryAfterMillis(byte[] status) {
    long[] millis = {Answer.NO_HINT};
    ProtoReader.scan(
        status,
        3,
        (ignored, any) -> {
          String type = new String(ProtoReader.bytes(any, 1), StandardCharsets.UTF_8);
          if (type.endsWith("/google.rpc.RetryInfo")) {
            byte[] delay = ProtoReader.bytes(ProtoReader.bytes(any, 2), 1);
            millis[0] =
                ProtoReader.varint(delay, 1) * 1000 + ProtoReader.varint(delay, 2) / 1_000_000;
          }
        });
    return millis[0];
  }
}
