// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static io.spoor.storage.TestQueries.any;
import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Searching by names, times and durations; order and limit. */
interface FindTracesContract extends StorageContract {

  private static TraceId id(long low) {
    return new TraceId(0, low);
  }

  private void write(long trace, long start, long duration) {
    probe()
        .write(TestSpans.batch().resource("s").span(trace, 1, "op").times(start, duration).build());
  }

  private List<TraceId> find(TestQueries query) {
    return probe().findIds(query.build());
  }

  @Test
  default void find_givesNothingFromAnEmptyStore() {
    assertThat(find(any())).isEmpty();
    assertThat(find(any().service("s").operation("op").attribute("k", "v"))).isEmpty();
  }

  @Test
  default void find_givesWholeTraces() {
    SpanBatch shop = TestSpans.shop();
    probe().write(shop);
    probe().write(TestSpans.single(5, 50, "mail", "other"));

    List<SpanBatch> chunks = probe().find(any().service("payment").build());

    assertThat(StoredSpan.allOf(chunks))
        .containsExactlyInAnyOrderElementsOf(StoredSpan.allOf(shop));
  }

  @Test
  default void find_matchesServiceAndOperationExactly() {
    probe().write(TestSpans.single(1, 1, "cart", "GET /"));
    probe().write(TestSpans.single(2, 1, "Cart", "GET /"));
    probe().write(TestSpans.single(3, 1, "cart", "GET /x"));
    probe().write(TestSpans.single(4, 1, "cärt", ""));

    assertThat(find(any().service("cart"))).containsExactly(id(1), id(3));
    assertThat(find(any().operation("GET /"))).containsExactly(id(1), id(2));
    assertThat(find(any().service("cart").operation("GET /x"))).containsExactly(id(3));
    assertThat(find(any().service("cärt").operation(""))).containsExactly(id(4));
    assertThat(find(any().service("car"))).isEmpty();
    assertThat(find(any().operation("GET"))).isEmpty();
  }

  @Test
  default void find_countsNoServiceNameAsTheEmptyOne() {
    probe().write(TestSpans.batch().resourceWithoutName().span(1, 1, "a").build());
    probe().write(TestSpans.single(2, 1, "", "a"));
    probe().write(TestSpans.single(3, 1, "s", "a"));
    probe()
        .write(
            TestSpans.batch()
                .resourceWithoutName()
                .resourceAttribute("service.name", 5)
                .span(4, 1, "a")
                .build());

    assertThat(find(any().service(""))).containsExactly(id(1), id(2), id(4));
    assertThat(find(any().service("5"))).isEmpty();
  }

  @Test
  default void find_includesBothEndsOfTheTimeRange() {
    for (long trace = 1; trace <= 4; trace++) {
      write(trace, 1_000 + trace, 1);
    }

    assertThat(find(any().starts(1_002, 1_003))).containsExactly(id(3), id(2));
    assertThat(find(any().starts(1_005, 2_000))).isEmpty();
    assertThat(find(any().starts(1_003, 1_002))).isEmpty();
  }

  @Test
  default void find_includesBothEndsOfTheDurations() {
    for (long trace = 1; trace <= 4; trace++) {
      write(trace, 1_000 - trace, 100 + trace);
    }

    assertThat(find(any().durations(102, 103))).containsExactly(id(2), id(3));
    assertThat(find(any().durations(104, TraceQuery.NO_DURATION_MAX))).containsExactly(id(4));
    assertThat(find(any().durations(105, 200))).isEmpty();
  }

  @Test
  default void find_comparesDurationsSigned() {
    write(1, 1_000, -1);
    write(2, 1_001, 0);
    write(3, 1_002, Long.MIN_VALUE);
    write(4, 1_003, Long.MAX_VALUE);

    assertThat(find(any())).containsExactly(id(4), id(3), id(2), id(1));
    assertThat(find(any().durations(0, TraceQuery.NO_DURATION_MAX))).containsExactly(id(4), id(2));
    assertThat(find(any().durations(-1, 0))).containsExactly(id(2), id(1));
    assertThat(find(any().durations(TraceQuery.NO_DURATION_MIN, -2))).containsExactly(id(3));
  }

  @Test
  default void find_comparesTimesUnsigned() {
    write(1, 0, 1);
    write(2, Long.MAX_VALUE, 1);
    write(3, Long.MIN_VALUE, 1); // one nanosecond after the one above
    write(4, -1, 1); // the last there is
    write(5, TestSpans.START, 1);

    assertThat(find(any())).containsExactly(id(4), id(3), id(2), id(5), id(1));
    assertThat(find(any().starts(Long.MAX_VALUE, Long.MIN_VALUE))).containsExactly(id(3), id(2));
    assertThat(find(any().starts(0, 0))).containsExactly(id(1));
    assertThat(find(any().starts(-1, -1))).containsExactly(id(4));
    assertThat(find(any().starts(1, Long.MAX_VALUE))).containsExactly(id(2), id(5));
  }

  @Test
  default void find_ordersByTheNewestMatchingSpan() {
    probe()
        .write(
            TestSpans.batch()
                .resource("a")
                .span(1, 1, "hit")
                .at(10, 1)
                .span(1, 2, "other")
                .at(99, 1)
                .span(2, 1, "hit")
                .at(20, 1)
                .span(3, 1, "hit")
                .at(5, 1)
                .span(3, 2, "hit")
                .at(30, 1)
                .build());

    assertThat(find(any().operation("hit"))).containsExactly(id(3), id(2), id(1));
    assertThat(find(any())).containsExactly(id(1), id(3), id(2));
    assertThat(find(any().operation("hit").starts(0, TestSpans.START + 29)))
        .containsExactly(id(2), id(1), id(3));
  }

  @Test
  default void find_breaksTiesByUnsignedTraceId() {
    List<TraceId> ordered =
        List.of(
            new TraceId(0, 1),
            new TraceId(0, Long.MAX_VALUE),
            new TraceId(0, -1),
            new TraceId(1, 0),
            new TraceId(Long.MIN_VALUE, 3),
            new TraceId(-1, 2));
    for (int i : new int[] {3, 0, 5, 2, 4, 1}) {
      probe().write(TestSpans.batch().resource("s").span(ordered.get(i), 1, "op").build());
    }

    assertThat(find(any())).isEqualTo(ordered);
    assertThat(find(any().limit(4))).isEqualTo(ordered.subList(0, 4));
  }

  @Test
  default void find_givesExactlyTheLimit() {
    for (int i = 0; i < 50; i++) {
      long trace = (i * 37L) % 50 + 1; // not in the order of their starts
      write(trace, 1_000 + trace, 1);
    }

    for (int limit : new int[] {1, 2, 49, 50, 51, Integer.MAX_VALUE}) {
      assertThat(find(any().limit(limit)))
          .isEqualTo(IntStream.range(0, Math.min(limit, 50)).mapToObj(i -> id(50 - i)).toList());
    }
  }

  @Test
  default void find_needsAllConditionsOnOneSpan() {
    probe()
        .write(
            TestSpans.batch()
                .resource("a")
                .span(1, 1, "x")
                .times(1_000, 5)
                .attribute("k", "v")
                .span(1, 2, "y")
                .times(2_000, 500)
                .attribute("l", "w")
                .resource("b")
                .span(1, 3, "x")
                .times(3_000, 500)
                .build());

    assertThat(find(any().service("a").operation("x").attribute("k", "v"))).hasSize(1);
    assertThat(find(any().service("b").attribute("k", "v"))).isEmpty();
    assertThat(find(any().service("b").operation("y"))).isEmpty();
    assertThat(find(any().operation("x").durations(500, 500).starts(1_000, 2_000))).isEmpty();
    assertThat(find(any().attribute("k", "v").attribute("l", "w"))).isEmpty();
    assertThat(find(any().service("a").durations(400, 600).attribute("l", "w"))).hasSize(1);
  }

  @Test
  default void find_seesATraceOnceWhateverTheNumberOfItsHits() {
    probe().write(LargeTrace.of(1, 2_000));
    write(2, TestSpans.START, 1);

    assertThat(find(any().limit(2))).containsExactly(id(1), id(2));
  }
}
