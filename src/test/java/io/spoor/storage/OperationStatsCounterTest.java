// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.model.OperationStats;
import io.spoor.model.SpanKind;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class OperationStatsCounterTest {

  @Test
  void severalCounters_areAsOneThatCountedAll() {
    OperationStatsCounter all = new OperationStatsCounter();
    OperationStatsCounter[] parts = {new OperationStatsCounter(), new OperationStatsCounter()};
    for (int i = 0; i < 1_000; i++) {
      all.of("s", "op", SpanKind.SERVER).add(i * 1_000L, i % 10 == 0);
      parts[i % 2].of("s", "op", SpanKind.SERVER).add(i * 1_000L, i % 10 == 0);
    }
    parts[1].of("other", "op", SpanKind.CLIENT).add(7, true);
    parts[0].add(parts[1]);

    List<OperationStats> merged = parts[0].stats();

    assertThat(merged).extracting(OperationStats::service).containsExactly("other", "s");
    assertThat(merged.get(1)).isEqualTo(all.stats().get(0));
    assertThat(merged.get(1).calls()).isEqualTo(1_000);
    assertThat(merged.get(1).errors()).isEqualTo(100);
    assertThat(merged.get(1).durations().p50()).isCloseTo(499_000L, Percentage.withPercentage(2));
  }

  @Test
  void operationThatWasAskedForAndNotCounted_isLeftOut() {
    OperationStatsCounter counter = new OperationStatsCounter();
    counter.of("s", "op", SpanKind.SERVER);

    assertThat(counter.stats()).isEmpty();
  }
}
