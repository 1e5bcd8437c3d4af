// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanIdentity;
import io.spoor.model.SpanKind;
import io.spoor.model.Trace;
import io.spoor.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What all adjusters together do to traces of any shape. */
class ReadTimeAdjustersTest {
  private final Adjuster adjusters = new ReadTimeAdjusters(TestConfig.with());

  @Test
  void wellFormedTrace_isOnlySorted() {
    Trace stored = TestTraces.of(TestSpans.batch().resource("s").span(1, 1, "a").span(1, 2, "b"));

    Trace adjusted = adjusters.adjust(stored);

    assertThat(adjusted.isSorted()).isTrue();
    assertThat(TestTraces.warnings(adjusted)).isEmpty();
    assertThat(adjusted.batch(0)).isSameAs(stored.batch(0));
  }

  @Test
  void warnings_comeInTheOrderOfTheAdjusters() {
    Trace adjusted =
        adjusters.adjust(
            TestTraces.of(
                TestSpans.batch()
                    .resource("s")
                    .resourceAttribute("telemetry.sdk.name", "one")
                    .span(1, 1, "a")
                    .parent(9)
                    .at(0, 0)
                    .attribute("telemetry.sdk.name", "two")
                    .link(new TraceId(0, 0), 1)));

    assertThat(adjusted.warnings(0)).hasSize(4);
    assertThat(adjusted.warnings(0).get(0)).startsWith("Negative duration detected");
    assertThat(adjusted.warnings(0).get(1)).startsWith("parent span ID=0000000000000009");
    assertThat(adjusted.warnings(0).get(2)).startsWith("conflicting values");
    assertThat(adjusted.warnings(0).get(3)).isEqualTo("Invalid span link removed");
  }

  @Test
  void zipkinsSharedSpan_isNoDuplicateForClockSkew() {
    Trace adjusted =
        adjusters.adjust(
            TestTraces.of(
                TestSpans.batch()
                    .resource("client")
                    .span(1, 1, "call")
                    .kind(SpanKind.CLIENT)
                    .at(0, 100)
                    .resource("server")
                    .span(1, 1, "call")
                    .kind(SpanKind.SERVER)
                    .at(10, 50)));

    assertThat(TestTraces.spanIds(adjusted)).containsExactly(1L, 2L);
    assertThat(TestTraces.parentSpanIds(adjusted)).containsExactly(0L, 1L);
    assertThat(TestTraces.warnings(adjusted)).isEmpty();
  }

  @Test
  void anyTrace_keepsEverySpanButCopies() {
    Random random = TestSeed.random();
    for (int round = 0; round < 300; round++) {
      Trace stored = randomTrace(random);

      Trace adjusted = adjusters.adjust(stored);

      List<Integer> expected = distinct(stored);
      assertThat(names(adjusted)).as("round %s", round).isEqualTo(names(stored, expected));
      assertThat(TestTraces.durations(adjusted)).allMatch(duration -> duration > 0);
      TraceTree tree = TraceTree.of(adjusted);
      for (int span = 0; span < adjusted.size(); span++) {
        boolean explained = tree.isOrphan(span) == hasWarning(adjusted, span, "parent span ID=");
        assertThat(explained || isDuplicate(adjusted, span)).as("span %s", span).isTrue();
      }
      assertThat(adjusters.adjust(adjusted).size()).isEqualTo(adjusted.size());
    }
  }

  @Test
  void largeTraceOfEveryDefect_isAdjustedInLinearTime() {
    int size = 200_000;
    Random random = TestSeed.random();
    List<SpanBatch> batches = new ArrayList<>();
    for (int from = 0; from < size; from += 1_000) {
      TestSpans spans = TestSpans.batch().resource("service-" + from % 7);
      for (int i = 1; i <= 1_000; i++) {
        spans.span(1, from + i, "op").parent(random.nextInt(from + i)).at(random.nextInt(100), 7);
        if (i % 10 == 0) {
          spans.attribute("ip", i).link(new TraceId(0, 0), 1);
          spans.attribute("telemetry.sdk.name", "x").at(0, 0);
        }
      }
      batches.add(spans.build());
    }

    Trace adjusted = adjusters.adjust(TestTraces.of(batches.toArray(new SpanBatch[0])));

    assertThat(adjusted.size()).isEqualTo(size);
    assertThat(adjusted.warnings(size - 1)).contains("Invalid span link removed");
  }

  /** Few ids, so that there are copies, duplicates, orphans, cycles and shared ids. */
  private static Trace randomTrace(Random random) {
    List<SpanBatch> batches = new ArrayList<>();
    int number = 0;
    for (int batch = 1 + random.nextInt(4); batch > 0; batch--) {
      TestSpans spans = TestSpans.batch();
      for (int resource = 1 + random.nextInt(2); resource > 0; resource--) {
        spans.resource("service-" + random.nextInt(3));
        if (random.nextBoolean()) {
          spans.resourceAttribute("host.name", "host-" + random.nextInt(2));
        }
        for (int span = 1 + random.nextInt(4); span > 0; span--) {
          randomSpan(random, spans, number++);
        }
      }
      batches.add(spans.build());
    }
    if (random.nextInt(3) == 0) {
      batches.add(batches.get(random.nextInt(batches.size())));
    }
    return TestTraces.of(batches.toArray(new SpanBatch[0]));
  }

  private static void randomSpan(Random random, TestSpans spans, int number) {
    spans
        .span(1, 1 + random.nextInt(8), "span-" + number)
        .parent(random.nextInt(10))
        .kind(SpanKind.of(random.nextInt(6)))
        .at(random.nextInt(100), random.nextInt(60) - 10);
    if (random.nextInt(3) == 0) {
      spans.attribute("ip", random.nextInt());
    }
    if (random.nextInt(3) == 0) {
      spans.attribute("telemetry.sdk.name", "sdk-" + random.nextInt(2));
    }
    if (random.nextInt(3) == 0) {
      spans.link(new TraceId(0, random.nextInt(2)), 1);
    }
  }

  /** Spans that are the same as none before them, found the slow way. */
  private static List<Integer> distinct(Trace stored) {
    Trace renamed = new DeduplicateClientServerSpanIds().adjust(stored);
    List<Integer> distinct = new ArrayList<>();
    for (int span = 0; span < stored.size(); span++) {
      int current = span;
      boolean isCopy =
          distinct.stream()
              .anyMatch(
                  other ->
                      renamed.spanId(current) == renamed.spanId(other)
                          && SpanIdentity.same(
                              stored.batch(current),
                              stored.row(current),
                              stored.batch(other),
                              stored.row(other)));
      if (!isCopy) {
        distinct.add(span);
      }
    }
    return distinct;
  }

  private static boolean isDuplicate(Trace trace, int span) {
    return hasWarning(trace, span, "duplicate span IDs");
  }

  private static boolean hasWarning(Trace trace, int span, String start) {
    return trace.warnings(span).stream().anyMatch(warning -> warning.startsWith(start));
  }

  private static List<String> names(Trace trace) {
    List<String> names = new ArrayList<>();
    for (int span = 0; span < trace.size(); span++) {
      names.add(trace.view(span).name());
    }
    return names;
  }

  private static List<String> names(Trace trace, List<Integer> spans) {
    return spans.stream().map(span -> trace.view(span).name()).toList();
  }
}
