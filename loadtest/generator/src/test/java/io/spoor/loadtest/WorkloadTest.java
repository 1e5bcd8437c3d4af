// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final int TRACES = 200_000;

  private final Workload workload = new Workload(7);

  @Test
  void oneSpanInAHundredIsAsSlowAsTheSlowestPercent() {
    for (int service : new int[] {0, 3, 19}) {
      assertThat(slowerThan(Workload.slowestPercentNanos(service), service) / (double) TRACES)
          .isCloseTo(0.01, within(0.001));
    }
  }

  @Test
  void noSpanOfAServiceIsAsSlowAsIsNeverReached() {
    for (int service : new int[] {0, 3, 19}) {
      assertThat(slowerThan(Workload.neverReachedNanos(service), service)).isZero();
      assertThat(slowerThan(Workload.neverReachedNanos(), service)).isZero();
    }
  }

  @Test
  void spreadTracesBeginEvenlyOverTheTimeBeforeNow() {
    TraceTimes times = TraceTimes.spread(3_600, 20 * 3_600 - 79, 4);
    assertThat(times.spacingNanos()).isEqualTo(1_000_000_000);
    assertThat(times.rootStartNanos(3_600) - times.rootStartNanos(0))
        .isEqualTo(3_600 * 1_000_000_000L);
    assertThat(times.rootStartNanos(3_600))
        .isBetween(
            (System.currentTimeMillis() - 60_000) * 1_000_000,
            System.currentTimeMillis() * 1_000_000);
  }

  private long slowerThan(long nanos, int service) {
    return LongStream.range(0, TRACES)
        .map(trace -> workload.rootDurationNanos(workload.traceIdLow(trace)))
        .filter(root -> Workload.durationNanos(root, service) >= nanos)
        .count();
  }
}
