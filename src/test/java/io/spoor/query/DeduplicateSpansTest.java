// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;
import io.spoor.model.Trace;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DeduplicateSpansTest {
  private final Adjuster adjuster = new DeduplicateSpans();

  @Test
  void copies_leaveTheFirst() {
    Trace stored = TestTraces.of(TestSpans.shop(), TestSpans.shop());

    Trace adjusted = adjuster.adjust(stored);

    assertThat(adjusted.size()).isEqualTo(10);
    assertThat(TestTraces.spanIds(adjusted))
        .containsExactlyElementsOf(TestTraces.spanIds(stored).subList(0, 10));
    assertThat(adjusted.batch(9)).isSameAs(stored.batch(0));
  }

  @Test
  void warningsStayWithTheirSpans() {
    Trace stored =
        TestTraces.of(TestSpans.shop(), TestSpans.shop())
            .withWarning(0, "kept")
            .withWarning(10, "gone")
            .withWarning(9, "kept too");

    assertThat(TestTraces.warnings(adjuster.adjust(stored))).containsExactly("kept", "kept too");
  }

  @Test
  void spansThatDifferInAnything_areKept() {
    SpanBatch one = single(spans -> spans);

    assertThat(sizeWith(one, single(spans -> spans))).isEqualTo(1);
    assertThat(sizeWith(one, single(spans -> spans.parent(8)))).isEqualTo(2);
    assertThat(sizeWith(one, single(spans -> spans.at(0, 2)))).isEqualTo(2);
    assertThat(sizeWith(one, single(spans -> spans.attribute("k", 1)))).isEqualTo(2);
    assertThat(sizeWith(one, single(spans -> spans.eventAfter(0, "e")))).isEqualTo(2);
    assertThat(sizeWith(one, TestSpans.single(1, 1, "other", "op"))).isEqualTo(2);
  }

  @Test
  void spansToWhichAnAdjusterGaveOtherParents_areKept() {
    SpanBatch one = single(spans -> spans);
    Trace trace = TestTraces.of(one, one).withIds(new long[] {1, 1}, new long[] {0, 5});

    assertThat(adjuster.adjust(trace).size()).isEqualTo(2);
  }

  @Test
  void traceOfDistinctIds_isTheSameObject() {
    Trace stored = TestTraces.of(TestSpans.shop());

    assertThat(adjuster.adjust(stored)).isSameAs(stored);
  }

  @Test
  void manySpansOfOneHash_takeLinearTimeAndLoseNoneThatDiffers() {
    int size = 20_000;
    TestSpans spans = TestSpans.batch().resource("s");
    for (int i = 0; i < size; i++) {
      spans.span(1, 1, "op").flags(i); // flags are not part of the hash
    }

    assertThat(adjuster.adjust(TestTraces.of(spans)).size()).isEqualTo(size);
  }

  private int sizeWith(SpanBatch one, SpanBatch other) {
    return adjuster.adjust(TestTraces.of(one, other)).size();
  }

  private static SpanBatch single(UnaryOperator<TestSpans> change) {
    return change.apply(TestSpans.batch().resource("service").span(1, 1, "op")).build();
  }
}
