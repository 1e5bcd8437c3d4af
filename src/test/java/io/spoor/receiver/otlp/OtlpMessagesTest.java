// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.spoor.receiver.SpanIntake.Accepted;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OtlpMessagesTest {
  @Test
  void fullSuccessIsEmpty() {
    assertThat(OtlpMessages.response(new Accepted(0, ""))).isEmpty();
    assertThat(text(OtlpMessages.responseJson(new Accepted(0, ""))))
        .isEqualTo("{\"partialSuccess\":{}}");
  }

  @Test
  void partialSuccessSaysHowManyAndWhy() throws Exception {
    Accepted accepted = new Accepted(3, "bad \"id\"");
    ExportTraceServiceResponse response =
        ExportTraceServiceResponse.parseFrom(OtlpMessages.response(accepted));
    assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(3);
    assertThat(response.getPartialSuccess().getErrorMessage()).isEqualTo("bad \"id\"");
    assertThat(text(OtlpMessages.responseJson(accepted)))
        .isEqualTo(
            "{\"partialSuccess\":{\"rejectedSpans\":\"3\",\"errorMessage\":\"bad \\\"id\\\"\"}}");
  }

  @Test
  void statusIsGooglesOwn() throws Exception {
    Status plain = Status.parseFrom(OtlpMessages.status(3, "grüße", null));
    assertThat(plain.getCode()).isEqualTo(3);
    assertThat(plain.getMessage()).isEqualTo("grüße");
    assertThat(plain.getDetailsList()).isEmpty();

    Status retry = Status.parseFrom(OtlpMessages.status(14, "later", Duration.ofMillis(2_250)));
    RetryInfo info = retry.getDetails(0).unpack(RetryInfo.class);
    assertThat(info.getRetryDelay().getSeconds()).isEqualTo(2);
    assertThat(info.getRetryDelay().getNanos()).isEqualTo(250_000_000);
  }

  @Test
  void statusAsJsonIsWhatProtobufWouldWrite() {
    assertThat(text(OtlpMessages.statusJson(3, "no", null)))
        .isEqualTo("{\"code\":3,\"message\":\"no\"}");
    assertThat(text(OtlpMessages.statusJson(14, "later", Duration.ofMillis(2_250))))
        .isEqualTo(
            "{\"code\":14,\"message\":\"later\",\"details\":[{\"@type\":"
                + "\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"2.250s\"}]}");
  }

  @Test
  void grpcTimeoutsHaveEightDigitsAndAUnit() {
    assertThat(GrpcTimeout.parse("10S")).contains(Duration.ofSeconds(10));
    assertThat(GrpcTimeout.parse("99999999H")).contains(Duration.ofHours(99_999_999));
    assertThat(GrpcTimeout.parse("2M")).contains(Duration.ofMinutes(2));
    assertThat(GrpcTimeout.parse("15m")).contains(Duration.ofMillis(15));
    assertThat(GrpcTimeout.parse("7u")).contains(Duration.ofNanos(7_000));
    assertThat(GrpcTimeout.parse("7n")).contains(Duration.ofNanos(7));
    assertThat(GrpcTimeout.parse("0S")).contains(Duration.ZERO);
    for (String bad : new String[] {"", "S", "1", "1s", "-1S", "+1S", "1.5S", "123456789S"}) {
      assertThat(GrpcTimeout.parse(bad)).as(bad).isEmpty();
    }
  }

  @Test
  void grpcMessagesArePercentEncoded() {
    assertThat(GrpcStatus.encodeMessage("a b~")).isEqualTo("a b~");
    assertThat(GrpcStatus.encodeMessage("50%\r\nä")).isEqualTo("50%25%0D%0A%C3%A4");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
