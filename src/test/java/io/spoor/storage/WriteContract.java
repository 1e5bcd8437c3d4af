// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.StatusCode;
import io.spoor.model.TraceId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Writing: nothing is lost, nothing is there twice, nothing is changed. */
interface WriteContract extends StorageContract {

  @Test
  default void write_acceptsAnEmptyBatch() {
    assertThat(probe().write(TestSpans.batch().build())).isZero();
    assertThat(probe().services()).isEmpty();
  }

  @Test
  default void write_isIdempotent() {
    SpanBatch batch = TestSpans.shop();

    assertThat(probe().write(batch)).isZero();
    assertThat(probe().write(batch)).isEqualTo(batch.size());
    assertThat(probe().write(TestSpans.shop())).isEqualTo(batch.size());

    assertThat(probe().spans(batch.span(0).traceId()))
        .containsExactlyInAnyOrderElementsOf(StoredSpan.allOf(batch));
  }

  @Test
  default void write_recognisesCopiesInsideABatch() {
    SpanBatch batch = TestSpans.shop();
    SpanBatch twice = batch.select(IntStream.range(0, 20).map(i -> i % batch.size()).toArray());

    assertThat(probe().write(twice)).isEqualTo(batch.size());

    assertThat(probe().spans(batch.span(0).traceId()))
        .containsExactlyInAnyOrderElementsOf(StoredSpan.allOf(batch));
  }

  @Test
  default void write_recognisesACopyInAMixedBatch() {
    probe().write(TestSpans.single(1, 10, "a", "old"));
    SpanBatch mixed = TestSpans.batch().resource("a").span(1, 10, "old").span(1, 11, "new").build();

    assertThat(probe().write(mixed)).isEqualTo(1);
    assertThat(probe().spans(new TraceId(0, 1)))
        .containsExactlyInAnyOrderElementsOf(StoredSpan.allOf(mixed));
  }

  @Test
  default void write_keepsSpansOfEqualIdsThatDifferInAnyField() {
    List<SpanBatch> variants =
        List.of(
            base().build(),
            base().parent(7).build(),
            base().kind(SpanKind.CLIENT).build(),
            base().kind(SpanKind.SERVER).build(),
            base().times(TestSpans.START, 2).build(),
            base().times(TestSpans.START + 1, 1).build(),
            base().status(StatusCode.OK, "").build(),
            base().status(StatusCode.OK, "fine").build(),
            base().traceState("a=b").build(),
            base().flags(1).build(),
            base().attribute("k", "1").build(),
            base().attribute("k", 1).build(),
            base().attribute("k", 1.0).build(),
            base().attribute("k", true).build(),
            base().attribute("k", null).build(),
            base().attribute("k", "").build(),
            base().attribute("k", "1").attribute("k", "1").build(),
            base().event("e", 1).build(),
            base().event("e", 2).build(),
            base().event("e", 1, "k", "v").build(),
            base().link(new TraceId(0, 1), 2).build(),
            base().link(new TraceId(1, 1), 2).build(),
            base().link(new TraceId(0, 1), 2, "k", "v").build(),
            TestSpans.batch().resource("s").span(1, 10, "other").build(),
            TestSpans.batch().resource("t").span(1, 10, "op").build(),
            TestSpans.batch().resourceWithoutName().span(1, 10, "op").build(),
            TestSpans.batch().resource("s").scope("x", "").span(1, 10, "op").build(),
            TestSpans.batch().resource("s").scope("x", "1").span(1, 10, "op").build(),
            TestSpans.batch().resource("s").resourceAttribute("r", 1).span(1, 10, "op").build());

    variants.forEach(variant -> assertThat(probe().write(variant)).isZero());
    variants.forEach(variant -> assertThat(probe().write(variant)).isEqualTo(1));

    assertThat(probe().spans(new TraceId(0, 1)))
        .containsExactlyInAnyOrderElementsOf(StoredSpan.allOf(variants));
  }

  private static TestSpans base() {
    return TestSpans.batch().resource("s").span(1, 10, "op");
  }

  @Test
  default void write_keepsEverythingOfASpan() {
    SpanBatch batch =
        TestSpans.batch()
            .resource("sérvice ✓ 漢字 \u0000 𝄞")
            .resourceAttribute("list", List.of("a", 1, List.of(true, Map.of("k", 0.5))))
            .scope("scope", "1.2")
            .scopeAttribute("s", Map.of("a", List.of()))
            .span(new TraceId(-1, -1), -1, "")
            .parent(Long.MIN_VALUE)
            .times(-1, 1)
            .kind(SpanKind.PRODUCER)
            .status(StatusCode.ERROR, "brøken")
            .traceState("a=1,b=2")
            .flags(-1)
            .attribute("bytes", new byte[] {0, 1, -1})
            .attribute("no bytes", new byte[0])
            .attribute("", "empty key")
            .attribute("max", Long.MAX_VALUE)
            .attribute("min", Long.MIN_VALUE)
            .attribute("nan", Double.NaN)
            .attribute("minus zero", -0.0)
            .attribute("infinite", Double.NEGATIVE_INFINITY)
            .attribute("unset", null)
            .attribute("long", "x".repeat(100_000))
            .event("", -1, "k", List.of())
            .event("e", 0)
            .link(new TraceId(0, 0), 0)
            .link(new TraceId(1, 2), 3, "k", new byte[] {7})
            .build();

    probe().write(batch);

    assertThat(probe().spans(new TraceId(-1, -1)))
        .containsExactlyElementsOf(StoredSpan.allOf(batch));
  }

  @Test
  default void write_keepsRandomBatches() {
    SpanBatch batch = TestSpans.random(TestSeed.random(), 2_000);
    int copies = probe().write(batch);

    List<StoredSpan> stored =
        StoredSpan.allOf(batch).stream().map(span -> span).distinct().toList();
    assertThat(stored).hasSize(batch.size() - copies);
    List<TraceId> ids =
        IntStream.range(0, batch.size())
            .mapToObj(row -> batch.span(row).traceId())
            .distinct()
            .toList();
    assertThat(StoredSpan.allOf(probe().get(ids))).containsExactlyInAnyOrderElementsOf(stored);
  }

  @Test
  default void write_addsLateSpansToTheirTrace() {
    for (int span = 1; span <= 300; span++) {
      probe().write(TestSpans.single(1, span, "s", "op"));
    }

    assertThat(probe().spans(new TraceId(0, 1))).hasSize(300).doesNotHaveDuplicates();
  }

  @Test
  default void write_recognisesCopiesInALargeTrace() {
    SpanBatch batch = LargeTrace.of(1, 100_000);

    assertThat(probe().write(batch)).isZero();
    assertThat(probe().write(batch)).isEqualTo(100_000);
    assertThat(probe().write(LargeTrace.of(1, 50_000))).isEqualTo(50_000);
  }
}
