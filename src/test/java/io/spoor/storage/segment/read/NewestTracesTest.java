// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import io.spoor.model.TraceId;
import io.spoor.model.TracePosition;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NewestTracesTest {

  private static TraceId id(long low) {
    return new TraceId(0, low);
  }

  private static List<TraceId> ids(NewestTraces newest) {
    return newest.positions().stream().map(TracePosition::traceId).toList();
  }

  @Test
  void keepsTheNewestUpToTheLimit() {
    NewestTraces newest = new NewestTraces(2);
    newest.keep(0, 1, 10);
    newest.keep(0, 2, 30);
    newest.keep(0, 3, 20);

    assertThat(ids(newest)).containsExactly(id(2), id(3));
    assertThat(newest.mayRank(19)).isFalse();
    assertThat(newest.mayRank(20)).as("a lesser id of the same start").isTrue();
  }

  @Test
  void startsAreUnsignedAndTiesGoByUnsignedId() {
    NewestTraces newest = new NewestTraces(3);
    newest.keep(0, -1, 5);
    newest.keep(0, 1, 5);
    newest.keep(0, 2, 5);
    newest.keep(0, 3, -1);

    assertThat(ids(newest)).containsExactly(id(3), id(1), id(2));
  }

  @Test
  void traceThatWasPushedOutComesBackByALaterStart() {
    NewestTraces newest = new NewestTraces(1);
    newest.keep(0, 1, 10);
    newest.keep(0, 2, 20);
    newest.keep(0, 1, 30);

    assertThat(ids(newest)).containsExactly(id(1));
    assertThat(newest.improves(0, 1, 30)).isFalse();
    assertThat(newest.improves(0, 1, 31)).isTrue();
  }

  @Test
  void answerDoesNotDependOnTheOrderOfSpans() {
    Random random = TestSeed.random();
    for (int round = 0; round < 200; round++) {
      int limit = 1 + random.nextInt(8);
      NewestTraces newest = new NewestTraces(limit);
      Map<TraceId, Long> greatest = new TreeMap<>();
      for (int i = 0; i < 100; i++) {
        long low = random.nextInt(20) - 10L;
        long start = random.nextInt(20) - 10L;
        newest.keep(0, low, start);
        greatest.merge(id(low), start, (a, b) -> Long.compareUnsigned(a, b) > 0 ? a : b);
      }
      List<TraceId> expected =
          greatest.entrySet().stream()
              .sorted(
                  Map.Entry.comparingByValue(
                      Comparator.comparingLong((Long start) -> start + Long.MIN_VALUE).reversed()))
              .map(Map.Entry::getKey)
              .limit(limit)
              .toList();
      assertThat(ids(newest)).isEqualTo(expected);
    }
  }
}
