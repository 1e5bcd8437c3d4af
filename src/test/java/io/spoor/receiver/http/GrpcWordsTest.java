// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GrpcWordsTest {
  @Test
  void statusIsGooglesOwn() throws Exception {
    Status plain = Status.parseFrom(RpcStatus.protobuf(3, "grüße", null));
    assertThat(plain.getCode()).isEqualTo(3);
    assertThat(plain.getMessage()).isEqualTo("grüße");
    assertThat(plain.getDetailsList()).isEmpty();

    Status retry = Status.parseFrom(RpcStatus.protobuf(14, "later", Duration.ofMillis(2_250)));
    RetryInfo info = retry.getDetails(0).unpack(RetryInfo.class);
    assertThat(info.getRetryDelay().getSeconds()).isEqualTo(2);
    assertThat(info.getRetryDelay().getNanos()).isEqualTo(250_000_000);
  }

  @Test
  void statusAsJsonIsWhatProtobufWouldWrite() {
    assertThat(text(RpcStatus.json(3, "no", null))).isEqualTo("{\"code\":3,\"message\":\"no\"}");
    assertThat(text(RpcStatus.json(14, "later", Duration.ofMillis(2_250))))
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
