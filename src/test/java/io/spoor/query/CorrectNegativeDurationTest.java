// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import static io.spoor.TestSpans.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.Trace;
import org.junit.jupiter.api.Test;

class CorrectNegativeDurationTest {
  private final Adjuster adjuster = new CorrectNegativeDuration();

  @Test
  void spanThatEndsBeforeItStarts_lastsANanosecondAndSaysSo() {
    Trace stored = TestTraces.of(TestSpans.batch().resource("s").span(1, 1, "op").at(0, -500));

    Trace adjusted = adjuster.adjust(stored);

    assertThat(adjusted.startTimeUnixNano(0)).isEqualTo(START);
    assertThat(adjusted.durationNano(0)).isEqualTo(1);
    assertThat(adjusted.warnings(0))
        .containsExactly(
            "Negative duration detected, sanitizing end timestamp. Original end timestamp:"
                + " 2026-11-20 11:59:59.9999995 +0000 UTC, adjusted to:"
                + " 2026-11-20 12:00:00.000000001 +0000 UTC");
  }

  @Test
  void spanOfNoDuration_isCorrectedToo() {
    Trace stored = TestTraces.of(TestSpans.batch().resource("s").span(1, 1, "op").at(0, 0));

    Trace adjusted = adjuster.adjust(stored);

    assertThat(adjusted.durationNano(0)).isEqualTo(1);
    assertThat(adjusted.warnings(0))
        .containsExactly(
            "Negative duration detected, sanitizing end timestamp. Original end timestamp:"
                + " 2026-11-20 12:00:00 +0000 UTC, adjusted to:"
                + " 2026-11-20 12:00:00.000000001 +0000 UTC");
  }

  @Test
  void otherSpansKeepTheirTimes() {
    Trace stored =
        TestTraces.of(
            TestSpans.batch().resource("s").span(1, 1, "a").at(5, 7).span(1, 2, "b").at(6, -1));

    Trace adjusted = adjuster.adjust(stored);

    assertThat(TestTraces.starts(adjusted)).containsExactly(5L, 6L);
    assertThat(TestTraces.durations(adjusted)).containsExactly(7L, 1L);
    assertThat(adjusted.warnings(0)).isEmpty();
    assertThat(TestTraces.durations(stored)).as("stored as received").containsExactly(7L, -1L);
  }

  @Test
  void traceWithoutSuchSpan_isTheSameObject() {
    Trace stored = TestTraces.of(TestSpans.shop());

    assertThat(adjuster.adjust(stored)).isSameAs(stored);
  }
}
