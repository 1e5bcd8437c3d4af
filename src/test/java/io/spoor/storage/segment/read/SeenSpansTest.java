// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeenSpansTest {
  private static SpanBatch batch(int first, int last) {
    TestSpans batch = TestSpans.batch().resource("s");
    for (int span = first; span <= last; span++) {
      batch.span(1, span, "op").attribute("k", span % 2);
    }
    return batch.build();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1 << 20, Long.MAX_VALUE})
  void leavesOutCopiesAndNothingElseWhetherItKeepsSpansOrHashes(long maxKeptBytes) {
    SeenSpans seen = new SeenSpans(maxKeptBytes);
    for (int first = 1; first <= 20_000; first += 1_000) {
      SpanBatch batch = batch(first, first + 999);
      assertThat(seen.withoutCopies(batch)).isSameAs(batch);
      seen.add(batch);
    }
    assertThat(seen.withoutCopies(batch(1, 20_000)).size()).isZero();
    SpanBatch rest = seen.withoutCopies(batch(19_991, 20_010));
    assertThat(rest.size()).isEqualTo(10);
    assertThat(rest.spans().spanId(0)).isEqualTo(20_001);
  }
}
