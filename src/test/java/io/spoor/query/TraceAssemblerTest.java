// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.config.QueryConfig;
import io.spoor.model.SpanBatch;
import io.spoor.model.Trace;
import io.spoor.model.TraceId;
import org.junit.jupiter.api.Test;

class TraceAssemblerTest {

  @Test
  void chunks_becomeOneTraceInTheirOrder() {
    SpanBatch first = chunk(1, 1, 3);
    SpanBatch second = chunk(1, 4, 2);
    TraceAssembler assembler = new TraceAssembler(first, TestConfig.with());

    long bytes = assembler.add(first) + assembler.add(second);

    Trace trace = assembler.build();
    assertThat(trace.id()).isEqualTo(new TraceId(0, 1));
    assertThat(TestTraces.spanIds(trace)).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(trace.batch(2)).isSameAs(first);
    assertThat(trace.batch(3)).isSameAs(second);
    assertThat(trace.row(4)).isEqualTo(1);
    assertThat(assembler.bytes()).isEqualTo(bytes).isPositive();
    assertThat(assembler.isTruncated()).isFalse();
    assertThat(TestTraces.warnings(trace)).isEmpty();
  }

  @Test
  void continuesWith_chunksOfTheSameTraceOnly() {
    TraceAssembler assembler = new TraceAssembler(chunk(1, 1, 1), TestConfig.with());

    assertThat(assembler.continuesWith(chunk(1, 2, 1))).isTrue();
    assertThat(assembler.continuesWith(chunk(2, 1, 1))).isFalse();
    assertThat(assembler.continuesWith(TestSpans.shop())).isFalse();
  }

  @Test
  void maxTraceSpans_cutsAndWarnsOnTheFirstSpan() {
    Trace trace = assemble(TestConfig.with("maxTraceSpans", "4"), chunk(1, 1, 3), chunk(1, 4, 3));

    assertThat(TestTraces.spanIds(trace)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(trace.warnings(0))
        .containsExactly("trace has more than 4 spans, showing first 4 spans only");
    assertThat(trace.warnings(3)).isEmpty();
  }

  @Test
  void traceOfExactlyMaxTraceSpans_isWhole() {
    Trace trace = assemble(TestConfig.with("maxTraceSpans", "6"), chunk(1, 1, 3), chunk(1, 4, 3));

    assertThat(trace.size()).isEqualTo(6);
    assertThat(TestTraces.warnings(trace)).isEmpty();
  }

  @Test
  void chunksBeyondMaxTraceSpans_areNoticed() {
    Trace trace = assemble(TestConfig.with("maxTraceSpans", "3"), chunk(1, 1, 3), chunk(1, 4, 3));

    assertThat(trace.size()).isEqualTo(3);
    assertThat(trace.warnings(0))
        .containsExactly("trace has more than 3 spans, showing first 3 spans only");
  }

  @Test
  void maxTraceBytes_cutsAndWarnsOnTheFirstSpan() {
    QueryConfig config = TestConfig.with("maxTraceBytes", "512KiB", "maxInFlightBytes", "1MiB");

    Trace trace = assemble(config, large(1, 200_000), large(2, 200_000), large(3, 200_000));

    assertThat(TestTraces.spanIds(trace)).containsExactly(1L, 2L);
    assertThat(trace.warnings(0))
        .containsExactly("trace has more than 524288 bytes, showing first 2 spans only");
  }

  @Test
  void traceWhoseFirstSpanIsTooLarge_stillHasIt() {
    QueryConfig config = TestConfig.with("maxTraceBytes", "512KiB", "maxInFlightBytes", "1MiB");

    Trace trace = assemble(config, large(1, 600_000), large(2, 1));

    assertThat(TestTraces.spanIds(trace)).containsExactly(1L);
    assertThat(trace.warnings(0))
        .containsExactly("trace has more than 524288 bytes, showing first 1 spans only");
  }

  private static Trace assemble(QueryConfig config, SpanBatch... chunks) {
    TraceAssembler assembler = new TraceAssembler(chunks[0], config);
    for (SpanBatch chunk : chunks) {
      assembler.add(chunk);
    }
    return assembler.build();
  }

  private static SpanBatch chunk(long trace, long firstSpan, int size) {
    TestSpans spans = TestSpans.batch().resource("service");
    for (int i = 0; i < size; i++) {
      spans.span(trace, firstSpan + i, "op");
    }
    return spans.build();
  }

  private static SpanBatch large(long span, int bytes) {
    return TestSpans.batch()
        .resource("service")
        .span(1, span, "op")
        .attribute("text", "x".repeat(bytes))
        .build();
  }
}
