// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;

/** A trace that no chunk can hold: a root and its children, one a nanosecond. */
final class LargeTrace {

  static SpanBatch of(long trace, int spans) {
    TestSpans batch = TestSpans.batch().resource("large");
    for (int span = 1; span <= spans; span++) {
      batch.span(trace, span, "op").at(span, 1).parent(span == 1 ? 0 : 1);
    }
    return batch.build();
  }

  private LargeTrace() {}
}
