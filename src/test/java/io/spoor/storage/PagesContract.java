// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static io.spoor.storage.TestQueries.any;
import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.FoundSummaries;
import io.spoor.model.StatusCode;
import io.spoor.model.TraceId;
import io.spoor.model.TracePosition;
import io.spoor.model.TraceQuery;
import io.spoor.model.TraceSummary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pages of a search, and summaries of what it finds. */
interface PagesContract extends StorageContract {

  /** All pages of this size, one behind the other. */
  private List<Long> pages(TraceQuery query, int size) {
    List<Long> ids = new ArrayList<>();
    List<FoundSummaries.Entry> page = probe().summaries(query.withPage(size, null));
    while (!page.isEmpty()) {
      assertThat(page.size()).isLessThanOrEqualTo(size);
      page.forEach(entry -> ids.add(entry.summary().traceId().low()));
      page = probe().summaries(query.withPage(size, page.get(page.size() - 1).position()));
    }
    return ids;
  }

  @Test
  default void pages_visitEveryMatchingTraceOnce() {
    for (int trace = 1; trace <= 60; trace++) {
      probe()
          .write(
              TestSpans.batch()
                  .resource("s")
                  .span(trace, 1, trace % 3 == 0 ? "other" : "op")
                  .times(1_000 + trace % 7, 1)
                  .build());
    }
    TraceQuery query = any().operation("op").build();
    List<Long> all = probe().findIds(query.withPage(100, null)).stream().map(TraceId::low).toList();

    assertThat(all).hasSize(40);
    for (int size : new int[] {1, 7, 40, 100}) {
      assertThat(pages(query, size)).isEqualTo(all);
    }
  }

  @Test
  default void pages_giveATraceOnceWhoseSpansStraddleThem() {
    for (int trace = 1; trace <= 12; trace++) {
      TestSpans batch = TestSpans.batch().resource("s");
      for (int span = 1; span <= 12; span++) {
        batch.span(trace, span, "op").times(1_000L * span + trace, 1);
      }
      probe().write(batch.build());
    }

    assertThat(pages(any().build(), 5))
        .containsExactly(12L, 11L, 10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
    assertThat(
            probe()
                .findIds(any().build().withPage(3, new TracePosition(12_006, new TraceId(0, 6)))))
        .containsExactly(new TraceId(0, 5), new TraceId(0, 4), new TraceId(0, 3));
  }

  @Test
  default void pages_beginBehindAPositionThatNoTraceHas() {
    probe().write(TestSpans.batch().resource("s").span(5, 1, "op").times(100, 1).build());

    assertThat(behind(100, 4)).containsExactly(new TraceId(0, 5));
    assertThat(behind(100, 5)).isEmpty();
    assertThat(behind(99, 1)).isEmpty();
    assertThat(behind(-1, 9)).containsExactly(new TraceId(0, 5));
    assertThat(behind(0, 0)).isEmpty();
  }

  private List<TraceId> behind(long start, long id) {
    return probe().findIds(any().build().withPage(9, new TracePosition(start, new TraceId(0, id))));
  }

  @Test
  default void summary_isOfAllSpansOfTheTrace() {
    probe()
        .write(
            TestSpans.batch()
                .resource("a")
                .span(1, 1, "root")
                .times(2_000, 500)
                .span(1, 2, "child")
                .parent(1)
                .times(1_500, -100)
                .status(StatusCode.ERROR, "")
                .resourceWithoutName()
                .span(1, 3, "lost")
                .parent(99)
                .times(1_000, 5_000)
                .build());

    List<FoundSummaries.Entry> found = probe().summaries(any().operation("child").build());

    assertThat(found).hasSize(1);
    assertThat(found.get(0).position()).isEqualTo(new TracePosition(1_500, new TraceId(0, 1)));
    assertThat(found.get(0).summary())
        .isEqualTo(
            new TraceSummary(
                new TraceId(0, 1),
                "a",
                "root",
                1_000,
                6_000,
                1,
                List.of(new TraceSummary.Service("", 1, 0), new TraceSummary.Service("a", 2, 1))));
    assertThat(found.get(0).summary().spanCount()).isEqualTo(3);
    assertThat(found.get(0).summary().errorSpanCount()).isEqualTo(1);
  }

  @Test
  default void summary_countsACopyOnceAndALargeTraceWhole() {
    probe().write(LargeTrace.of(1, 5_000));
    probe().write(LargeTrace.of(1, 5_000));

    List<FoundSummaries.Entry> found = probe().summaries(any().build());

    assertThat(found).hasSize(1);
    assertThat(found.get(0).summary()).isEqualTo(probe().summaryOf(found.get(0)));
    assertThat(found.get(0).summary().spanCount()).isEqualTo(5_000);
  }
}
