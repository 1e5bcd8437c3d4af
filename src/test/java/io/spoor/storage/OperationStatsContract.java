// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static io.spoor.storage.StorageProbe.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.model.DurationQuantiles;
import io.spoor.model.OperationStats;
import io.spoor.model.OperationStatsList;
import io.spoor.model.SpanKind;
import io.spoor.model.StatusCode;
import io.spoor.model.Tenant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Calls, errors and durations of operations. */
interface OperationStatsContract extends StorageContract {

  private List<OperationStats> all() {
    return probe().operationStats(null, 0, -1).operations();
  }

  @Test
  default void operationStats_areNoneInAnEmptyStore() {
    assertThat(all()).isEmpty();
  }

  @Test
  default void operationStats_countCallsAndErrorsByServiceNameAndKind() {
    probe()
        .write(
            TestSpans.batch()
                .resource("b")
                .span(1, 1, "op")
                .kind(SpanKind.SERVER)
                .span(1, 2, "op")
                .kind(SpanKind.SERVER)
                .status(StatusCode.ERROR, "broken")
                .span(1, 3, "op")
                .kind(SpanKind.CLIENT)
                .status(StatusCode.OK, "")
                .span(1, 4, "another")
                .resource("a")
                .span(1, 5, "op")
                .status(StatusCode.ERROR, "")
                .resourceWithoutName()
                .span(1, 6, "op")
                .build());

    assertThat(all().stream().map(OperationStatsContract::counts))
        .containsExactly(
            "/op/unspecified 1 0",
            "a/op/unspecified 1 1",
            "b/another/unspecified 1 0",
            "b/op/server 2 1",
            "b/op/client 1 0");
    assertThat(
            probe().operationStats("a", 0, -1).operations().stream()
                .map(OperationStatsContract::counts))
        .containsExactly("a/op/unspecified 1 1");
    assertThat(probe().operationStats("", 0, -1).operations()).hasSize(1);
    assertThat(probe().operationStats("missing", 0, -1).operations()).isEmpty();
  }

  private static String counts(OperationStats stats) {
    return "%s/%s/%s %d %d"
        .formatted(
            stats.service(),
            stats.operation(),
            stats.kind().lowerCase(),
            stats.calls(),
            stats.errors());
  }

  @Test
  default void operationStats_areOfTheSpansThatStartInTheRangeBothEndsIncluded() {
    TestSpans batch = TestSpans.batch().resource("s");
    for (long start : new long[] {0, 999, 1_000, 1_500, 2_000, 2_001, -1}) {
      batch.span(1, start + 10, "op").times(start, 1);
    }
    probe().write(batch.build());

    assertThat(probe().operationStats(null, 1_000, 2_000).operations().get(0).calls()).isEqualTo(3);
    assertThat(probe().operationStats("s", 1_001, 1_999).operations().get(0).calls()).isEqualTo(1);
    assertThat(probe().operationStats(null, 2_001, -1).operations().get(0).calls()).isEqualTo(2);
    assertThat(probe().operationStats(null, 2_002, -2).operations()).isEmpty();
  }

  @Test
  default void operationStats_giveQuantilesWithinTwoPercent() {
    Random random = TestSeed.random();
    long[] durations = new long[2_001];
    TestSpans batch = TestSpans.batch().resource("s");
    for (int i = 0; i < durations.length; i++) {
      durations[i] = (long) Math.exp(random.nextDouble() * 40);
      batch.span(1 + i % 100, 1 + i, "op").times(TestSpans.START, durations[i]);
    }
    probe().write(batch.build());
    Arrays.sort(durations);

    DurationQuantiles quantiles = all().get(0).durations();

    assertNear(quantiles.p50(), durations[1_000]);
    assertNear(quantiles.p75(), durations[1_500]);
    assertNear(quantiles.p90(), durations[1_800]);
    assertNear(quantiles.p95(), durations[1_900]);
    assertNear(quantiles.p99(), durations[1_980]);
  }

  private static void assertNear(long quantile, long exact) {
    assertThat(quantile).isCloseTo(exact, Percentage.withPercentage(2));
  }

  @Test
  default void operationStats_countNegativeDurationsAsZero() {
    probe()
        .write(
            TestSpans.batch()
                .resource("s")
                .span(1, 1, "op")
                .times(1_000, -500)
                .span(1, 2, "op")
                .times(1_000, Long.MIN_VALUE)
                .span(1, 3, "op")
                .times(1_000, 0)
                .span(1, 4, "large")
                .times(1_000, Long.MAX_VALUE)
                .build());

    assertThat(all().get(1).durations()).isEqualTo(new DurationQuantiles(0, 0, 0, 0, 0));
    assertNear(all().get(0).durations().p50(), Long.MAX_VALUE);
  }

  @Test
  default void operationStats_countCopiesOnceOrSayThatTheyMayNot() {
    probe().write(TestSpans.single(1, 1, "s", "op"));
    probe().write(TestSpans.single(1, 1, "s", "op"));

    OperationStatsList answer = probe().operationStats("s", 0, -1);

    assertThat(answer.operations()).hasSize(1);
    assertThat(answer.operations().get(0).calls()).isBetween(1L, answer.mayCountCopies() ? 2L : 1L);
  }

  @Test
  default void operationStats_failRatherThanBeShort() {
    probe().write(TestSpans.shop());

    assertThat(
            catchThrowableOfType(
                    StorageException.class,
                    () ->
                        await(
                            storage()
                                .reader()
                                .getOperationStats(
                                    Tenant.DEFAULT, null, 0, -1, StorageProbe.expired())))
                .retryable())
        .isTrue();
  }

  @Test
  default void operationStats_refuseMoreOperationsThanTheyCanCount() {
    TestSpans batch = TestSpans.batch().resource("s");
    for (int i = 0; i <= OperationStatsCounter.MAX_OPERATIONS; i++) {
      batch.span(1, 1 + i, "op" + i);
    }
    probe().write(batch.build());

    assertThat(catchThrowableOfType(StorageException.class, this::all).retryable()).isFalse();
  }

  @Test
  default void operationStats_areNotThoseOfAnotherTenant() {
    probe().write(TestSpans.shop());

    assertThat(other().operationStats(null, 0, -1).operations()).isEmpty();
  }
}
