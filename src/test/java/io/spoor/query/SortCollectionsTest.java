// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.Trace;
import org.junit.jupiter.api.Test;

class SortCollectionsTest {

  @Test
  void asksForSortedCollectionsAndMovesNothing() {
    Trace stored = TestTraces.of(TestSpans.shop());

    Trace adjusted = new SortCollections().adjust(stored);

    assertThat(stored.isSorted()).isFalse();
    assertThat(adjusted.isSorted()).isTrue();
    assertThat(adjusted.batch(0)).isSameAs(stored.batch(0));
    assertThat(new SortCollections().adjust(adjusted)).isSameAs(adjusted);
  }
}
