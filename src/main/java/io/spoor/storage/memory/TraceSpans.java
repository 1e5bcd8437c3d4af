// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import io.spoor.model.SpanBatch;
import io.spoor.model.TraceId;

/**
 * A view of the spans that a trace had at one moment. Immutable: a trace only ever appends to the
 * arrays, or replaces them.
 */
final class TraceSpans {
  private final long high;
  private final long low;
  private final StoredBatch[] batches;
  private final long[] places;
  private final int size;

  TraceSpans(long high, long low, StoredBatch[] batches, long[] places, int size) {
    this.high = high;
    this.low = low;
    this.batches = batches;
    this.places = places;
    this.size = size;
  }

  TraceId id() {
    return new TraceId(high, low);
  }

  int size() {
    return size;
  }

  SpanBatch batch(int span) {
    return batches[span].spans();
  }

  int row(int span) {
    return (int) places[span];
  }
}
