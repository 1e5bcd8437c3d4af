// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import static io.spoor.TestSpans.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.Trace;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorrectClockSkewTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void childOfAnotherHostThatFits_isCentredInItsParent() {
    Trace adjusted = adjust(MINUTE, parentAndChild("b", -50, 40));

    assertThat(TestTraces.starts(adjusted)).containsExactly(0L, 30L);
    assertThat(TestTraces.durations(adjusted)).containsExactly(100L, 40L);
    assertThat(adjusted.shiftNano(1)).as("for its events").isEqualTo(80);
    assertThat(TestTraces.warnings(adjusted))
        .containsExactly("This span's timestamps were adjusted by 80ns");
  }

  @Test
  void childThatEndsAfterItsParent_isMovedBack() {
    Trace adjusted = adjust(MINUTE, parentAndChild("b", 90, 40));

    assertThat(TestTraces.starts(adjusted)).containsExactly(0L, 30L);
    assertThat(TestTraces.warnings(adjusted))
        .containsExactly("This span's timestamps were adjusted by -60ns");
  }

  @Test
  void childWithinItsParent_stays() {
    TestSpans spans = parentAndChild("b", 60, 40);

    Trace stored = TestTraces.of(spans);

    assertThat(new CorrectClockSkew(MINUTE).adjust(stored)).isSameAs(stored);
  }

  @Test
  void longerChildThatStartsEarlier_isMovedToTheStart() {
    Trace adjusted = adjust(MINUTE, parentAndChild("b", -50, 400));

    assertThat(TestTraces.starts(adjusted)).containsExactly(0L, 0L);
  }

  @Test
  void longerChildThatStartsLater_stays() {
    Trace adjusted = adjust(MINUTE, parentAndChild("b", 50, 400));

    assertThat(TestTraces.starts(adjusted)).containsExactly(0L, 50L);
    assertThat(TestTraces.warnings(adjusted)).isEmpty();
  }

  @Test
  void childOfTheSameHost_stays() {
    Trace adjusted = adjust(MINUTE, parentAndChild("a", -50, 40));

    assertThat(TestTraces.starts(adjusted)).containsExactly(0L, -50L);
    assertThat(TestTraces.warnings(adjusted)).isEmpty();
  }

  @Test
  void unknownHosts_areDifferentHosts() {
    Trace adjusted =
        adjust(
            MINUTE,
            TestSpans.batch()
                .resource("one")
                .span(1, 1, "parent")
                .at(0, 100)
                .span(1, 2, "child")
                .parent(1)
                .at(-50, 40));

    assertThat(TestTraces.starts(adjusted)).containsExactly(0L, 30L);
  }

  @Test
  void spansBelowOnTheSameHost_moveAsTheirParentDid() {
    Trace adjusted =
        adjust(
            MINUTE,
            parentAndChild("b", -50, 40)
                .span(1, 3, "grandchild")
                .parent(2)
                .at(-45, 10)
                .resource("c")
                .resourceAttribute("host.name", "c")
                .span(1, 4, "elsewhere, fits where its parent is now")
                .parent(3)
                .at(36, 5));

    assertThat(TestTraces.starts(adjusted)).containsExactly(0L, 30L, 35L, 36L);
    assertThat(adjusted.warnings(2))
        .containsExactly("This span's timestamps were adjusted by 80ns");
  }

  @Test
  void zero_correctsNothingButSaysWhatItWould() {
    Trace adjusted =
        adjust(
            Duration.ZERO,
            parentAndChild("b", -50, 40).span(1, 3, "grandchild").parent(2).at(-45, 10));

    assertThat(TestTraces.starts(adjusted)).containsExactly(0L, -50L, -45L);
    assertThat(adjusted.warnings(0)).isEmpty();
    assertThat(adjusted.warnings(1))
        .containsExactly("clock skew adjustment disabled; not applying calculated delta of 80ns");
    assertThat(adjusted.warnings(2))
        .containsExactly("clock skew adjustment disabled; not applying calculated delta of 80ns");
  }

  @Test
  void skewAboveTheLargest_isNotCorrected() {
    Trace adjusted =
        adjust(Duration.ofSeconds(1), parentAndChild("b", -Duration.ofSeconds(2).toNanos(), 40));

    assertThat(TestTraces.starts(adjusted)).containsExactly(0L, -2_000_000_000L);
    assertThat(TestTraces.warnings(adjusted))
        .containsExactly(
            "max clock skew adjustment delta of 1s exceeded; not applying calculated delta of"
                + " 2.00000003s");
  }

  @Test
  void skewOfExactlyTheLargest_isCorrected() {
    Trace adjusted = adjust(Duration.ofNanos(80), parentAndChild("b", -50, 40));

    assertThat(TestTraces.starts(adjusted)).containsExactly(0L, 30L);
  }

  @Test
  void orphan_isNotCorrectedAndSaysWhy() {
    Trace adjusted =
        adjust(MINUTE, TestSpans.batch().resource("s").span(1, 1, "a").parent(0xabcL).at(0, 10));

    assertThat(adjusted.warnings(0))
        .containsExactly(
            "parent span ID=0000000000000abc is not in the trace;"
                + " skipping clock skew adjustment");
  }

  @Test
  void secondSpanOfAnId_isNotCorrectedAndSaysWhy() {
    Trace adjusted =
        adjust(MINUTE, parentAndChild("b", -50, 40).span(1, 2, "same id").parent(1).at(-50, 41));

    assertThat(TestTraces.starts(adjusted)).containsExactly(0L, 30L, -50L);
    assertThat(adjusted.warnings(2))
        .containsExactly("duplicate span IDs; skipping clock skew adjustment");
  }

  @Test
  void spansOfACycle_areLeftAlone() {
    Trace stored =
        TestTraces.of(
            TestSpans.batch()
                .resource("s")
                .span(1, 1, "a")
                .parent(2)
                .at(0, 10)
                .span(1, 2, "b")
                .parent(1)
                .at(50, 10)
                .span(1, 3, "self")
                .parent(3)
                .span(1, 4, "below")
                .parent(3)
                .at(90, 10));

    assertThat(new CorrectClockSkew(MINUTE).adjust(stored)).isSameAs(stored);
  }

  @Test
  void absurdTimes_neitherFailNorOverflowTheWarning() {
    Trace adjusted =
        adjust(
            Duration.ZERO,
            TestSpans.batch()
                .resource("s")
                .span(1, 1, "parent")
                .times(Long.MAX_VALUE - 5, 2)
                .span(1, 2, "child")
                .parent(1)
                .times(Long.MIN_VALUE, 1));

    assertThat(adjusted.warnings(1))
        .containsExactly(
            "clock skew adjustment disabled; not applying calculated delta of"
                + " 2562047h47m16.854775807s");
  }

  @Test
  void hostId_countsBeforeIpAndName() {
    assertThat(sameHost(List.of("host.id", "x"), List.of("host.id", "x"))).isTrue();
    assertThat(sameHost(List.of("host.id", "x"), List.of("host.id", "y"))).isFalse();
    assertThat(sameHost(List.of("host.id", "x", "host.name", "n"), List.of("host.name", "n")))
        .isFalse();
    assertThat(sameHost(List.of("host.id", 7, "host.name", "n"), List.of("host.name", "n")))
        .as("an id that is no text is no key")
        .isFalse();
  }

  @Test
  void hostIp_isTheFirstOfAList() {
    assertThat(
            sameHost(
                List.of("host.ip", List.of("10.0.0.1", "10.0.0.2")),
                List.of("host.ip", "10.0.0.1")))
        .isTrue();
    assertThat(
            sameHost(
                List.of("host.ip", List.of("10.0.0.1")), List.of("host.ip", List.of("10.0.0.2"))))
        .isFalse();
    assertThat(
            sameHost(
                List.of("host.ip", List.of(), "host.name", "n"),
                List.of("host.ip", 5, "host.name", "n")))
        .as("an empty list and a number fall back to the name")
        .isTrue();
    assertThat(sameHost(List.of("host.ip", List.of(5)), List.of("host.ip", List.of(5)))).isTrue();
  }

  @Test
  void deepTrace_isCorrectedWithoutRecursion() {
    int size = 100_000;
    TestSpans spans = TestSpans.batch().resource("s").span(1, 1, "root").at(0, 3L * size);
    for (int span = 2; span <= size; span++) {
      spans.span(1, span, "op").parent(span - 1).at(-span, 3L * size - 2L * span);
    }

    Trace adjusted = adjust(MINUTE, spans);

    for (int span = 1; span < size; span++) {
      assertThat(adjusted.startTimeUnixNano(span) >= START).isTrue();
    }
  }

  private static Trace adjust(Duration max, TestSpans spans) {
    return new CorrectClockSkew(max).adjust(TestTraces.of(spans));
  }

  /** A parent of 100 ns on host "a" and a child on the given host. */
  private static TestSpans parentAndChild(String childHost, long childStart, long childDuration) {
    return TestSpans.batch()
        .resource("one")
        .resourceAttribute("host.name", "a")
        .span(1, 1, "parent")
        .at(0, 100)
        .resource("two")
        .resourceAttribute("host.name", childHost)
        .span(1, 2, "child")
        .parent(1)
        .at(childStart, childDuration);
  }

  /** Whether two resources count as one host: then the child outside its parent stays there. */
  private static boolean sameHost(List<?> first, List<?> second) {
    TestSpans spans = TestSpans.batch().resource("one");
    attributes(spans, first);
    spans.span(1, 1, "parent").at(0, 100).resource("two");
    attributes(spans, second);
    spans.span(1, 2, "child").parent(1).at(-50, 40);
    return TestTraces.starts(adjust(MINUTE, spans)).equals(List.of(0L, -50L));
  }

  private static void attributes(TestSpans spans, List<?> keysAndValues) {
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      spans.resourceAttribute(keysAndValues.get(i).toString(), keysAndValues.get(i + 1));
    }
  }
}
