// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.model.SpanBatch;

/** Ticks off the spans of a {@link LargeTrace}. */
final class LargeTraceRows {

  static void mark(SpanBatch chunk, boolean[] seen) {
    for (int row = 0; row < chunk.size(); row++) {
      int span = (int) chunk.spans().spanId(row);
      assertThat(seen[span]).as("span %s given twice", span).isFalse();
      seen[span] = true;
    }
  }

  static int count(boolean[] seen) {
    int count = 0;
    for (boolean one : seen) {
      count += one ? 1 : 0;
    }
    return count;
  }

  private LargeTraceRows() {}
}
