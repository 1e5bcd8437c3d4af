// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.SpanKind;
import io.spoor.model.Trace;
import org.junit.jupiter.api.Test;

class DeduplicateClientServerSpanIdsTest {
  private final Adjuster adjuster = new DeduplicateClientServerSpanIds();

  @Test
  void serverSpanThatSharesAClientsId_getsTheSmallestFreeIdAndGoesBelow() {
    Trace adjusted =
        adjuster.adjust(
            TestTraces.of(
                TestSpans.batch()
                    .resource("client")
                    .span(1, 1, "call")
                    .kind(SpanKind.CLIENT)
                    .resource("server")
                    .span(1, 1, "serve")
                    .kind(SpanKind.SERVER)
                    .span(1, 2, "query")
                    .parent(1)));

    assertThat(TestTraces.spanIds(adjusted)).containsExactly(1L, 3L, 2L);
    assertThat(TestTraces.parentSpanIds(adjusted)).containsExactly(0L, 1L, 3L);
    assertThat(TestTraces.warnings(adjusted)).isEmpty();
  }

  @Test
  void orderOfTheTwoDoesNotMatter() {
    Trace adjusted =
        adjuster.adjust(
            TestTraces.of(
                TestSpans.batch()
                    .resource("s")
                    .span(1, 7, "serve")
                    .parent(5)
                    .kind(SpanKind.SERVER)
                    .span(1, 7, "call")
                    .parent(5)
                    .kind(SpanKind.CLIENT)));

    assertThat(TestTraces.spanIds(adjusted)).containsExactly(1L, 7L);
    assertThat(TestTraces.parentSpanIds(adjusted)).containsExactly(7L, 5L);
  }

  @Test
  void twoServersOfOneClient_childrenGoUnderTheLast() {
    Trace adjusted =
        adjuster.adjust(
            TestTraces.of(
                TestSpans.batch()
                    .resource("s")
                    .span(1, 1, "call")
                    .kind(SpanKind.CLIENT)
                    .span(1, 1, "serve a")
                    .kind(SpanKind.SERVER)
                    .span(1, 1, "serve b")
                    .kind(SpanKind.SERVER)
                    .span(1, 9, "below")
                    .parent(1)));

    assertThat(TestTraces.spanIds(adjusted)).containsExactly(1L, 2L, 3L, 9L);
    assertThat(TestTraces.parentSpanIds(adjusted)).containsExactly(0L, 3L, 1L, 3L);
  }

  @Test
  void serverSpansThatShareAnIdWithoutAClient_stay() {
    Trace stored =
        TestTraces.of(
            TestSpans.batch()
                .resource("s")
                .span(1, 1, "a")
                .kind(SpanKind.SERVER)
                .span(1, 1, "b")
                .kind(SpanKind.SERVER)
                .span(1, 2, "c")
                .kind(SpanKind.CLIENT));

    assertThat(adjuster.adjust(stored)).isSameAs(stored);
  }

  @Test
  void traceOfDistinctIds_isTheSameObject() {
    Trace stored = TestTraces.of(TestSpans.shop());

    assertThat(adjuster.adjust(stored)).isSameAs(stored);
  }
}
