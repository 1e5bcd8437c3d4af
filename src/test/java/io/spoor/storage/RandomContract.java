// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import io.spoor.model.SpanBatch;
import org.junit.jupiter.api.Test;

/** Random batches and queries, against the naive model. */
interface RandomContract extends StorageContract {

  @Test
  default void everyCall_answersAsTheNaiveModel() {
    RandomComparison comparison = new RandomComparison(TestSeed.random());
    for (int round = 0; round < 20; round++) {
      int written = 0;
      int copies = 0;
      int before = comparison.size();
      for (int i = 0; i < 5; i++) {
        SpanBatch batch = comparison.batch(60);
        written += batch.size();
        copies += probe().write(batch);
      }
      assertThat(written - copies).as("new").isEqualTo(comparison.size() - before);
      comparison.compare(probe());
    }
    comparison.compareTraces(probe());
  }
}
