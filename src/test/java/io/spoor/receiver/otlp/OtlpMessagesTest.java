// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.spoor.receiver.SpanIntake.Accepted;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OtlpMessagesTest {
  @Test
  void fullSuccessIsEmpty() {
    assertThat(OtlpMessages.response(new Accepted(0, "", 0))).isEmpty();
    assertThat(text(OtlpMessages.responseJson(new Accepted(0, "", 0))))
        .isEqualTo("{\"partialSuccess\":{}}");
  }

  @Test
  void partialSuccessSaysHowManyAndWhy() throws Exception {
    Accepted accepted = new Accepted(3, "bad \"id\"", 0);
    ExportTraceServiceResponse response =
        ExportTraceServiceResponse.parseFrom(OtlpMessages.response(accepted));
    assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(3);
    assertThat(response.getPartialSuccess().getErrorMessage()).isEqualTo("bad \"id\"");
    assertThat(text(OtlpMessages.responseJson(accepted)))
        .isEqualTo(
            "{\"partialSuccess\":{\"rejectedSpans\":\"3\",\"errorMessage\":\"bad \\\"id\\\"\"}}");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
