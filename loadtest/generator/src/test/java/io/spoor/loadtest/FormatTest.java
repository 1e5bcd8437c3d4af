// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {
  private static final int SPANS = 60;
  private static final long START_NANOS = 1_790_000_000_123_456_789L;

  private final Workload workload = new Workload(42);

  @ParameterizedTest
  @EnumSource
  void everySpanHasItsPlaces(Format format) {
    RequestTemplate template = new RequestTemplate(format, 3, SPANS);
    for (Patch patch : Patch.values()) {
      int[] positions = template.positions(patch);
      boolean isUnnamed = patch == Patch.PARENT_TRACE_ID && format != Format.JAEGER_PROTO;
      int wanted = patch == Patch.EVENT_TIME ? SPANS / SpanContent.EVENT_EVERY : SPANS;
      assertThat(positions).as(patch.name()).hasSize(isUnnamed ? 0 : wanted);
    }
  }

  /** Thrift has the low half first, between the heads of two fields. */
  @Test
  void idsOfThriftAreThoseThatTheChecksExpect() {
    RequestTemplate template = new RequestTemplate(Format.THRIFT_BINARY, 3, SPANS);
    RequestBuffer buffer = new RequestBuffer(template);
    buffer.patch(workload, 7, START_NANOS, 0);
    String hex = HexFormat.of().formatHex(ByteBufUtil.getBytes(buffer.message()));
    for (int i = 0; i < SPANS; i++) {
      String traceId = workload.traceIdHex(7 + i);
      assertThat(hex)
          .contains(
              "0a0001"
                  + traceId.substring(16)
                  + "0a0002"
                  + traceId.substring(0, 16)
                  + "0a0003"
                  + workload.spanIdHex(7 + i, 3)
                  + "0a0004");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 300, -300, Long.MAX_VALUE, Long.MIN_VALUE})
  void paddedNumbersAreReadAsTheyAre(long value) {
    ByteBuffer memory = ByteBuffer.allocate(PaddedVarint.LONG);
    PaddedVarint.putZigzag(memory, 0, value);
    long coded = 0;
    for (int i = 0; i < PaddedVarint.LONG; i++) {
      assertThat(memory.get(i) < 0).isEqualTo(i < PaddedVarint.LONG - 1);
      coded |= (memory.get(i) & 0x7fL) << 7 * i;
    }
    assertThat(coded >>> 1 ^ -(coded & 1)).isEqualTo(value);
  }

  @Test
  void zipkinIsAListOfSpansInJson() {
    RequestTemplate template = new RequestTemplate(Format.ZIPKIN_JSON, 3, SPANS);
    RequestBuffer buffer = new RequestBuffer(template);
    Workload workload = new Workload(42);
    buffer.patch(workload, 0, 1_790_000_000_123_456_789L, 0);
    String json = buffer.message().toString(StandardCharsets.UTF_8);

    assertThat(json)
        .startsWith("[{\"traceId\":\"" + workload.traceIdHex(0) + "\",\"parentId\":\"")
        .contains("\"id\":\"" + workload.spanIdHex(0, 3) + "\",\"kind\":\"SERVER\"")
        .contains("\"" + Workload.UNIQUE_KEY + "\":\"" + workload.userIdText(0, 3) + "\"")
        .containsPattern("\"timestamp\":17900000001\\d{5},\"duration\": *[1-9]\\d*,")
        .endsWith("\"}}]");
    assertThat(json.split("\"traceId\"")).hasSize(SPANS + 1);
  }
}
