// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.StatusCode;
import io.spoor.model.TraceId;
import io.spoor.storage.SummaryColumns;
import io.spoor.storage.TraceColumns;

/**
 * A view of the spans that a trace had at one moment. Immutable: a trace only ever appends to the
 * arrays, or replaces them.
 */
final class TraceSpans implements TraceColumns, SummaryColumns {
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

  @Override
  public int size() {
    return size;
  }

  SpanBatch batch(int span) {
    return batches[span].spans();
  }

  int row(int span) {
    return (int) places[span];
  }

  @Override
  public long spanId(int span) {
    return batch(span).spans().spanId(row(span));
  }

  @Override
  public long parentSpanId(int span) {
    return batch(span).spans().parentSpanId(row(span));
  }

  @Override
  public long startTimeUnixNano(int span) {
    return batch(span).spans().startTimeUnixNano(row(span));
  }

  @Override
  public SpanKind kind(int span) {
    return SpanKind.of(batch(span).spans().kind(row(span)));
  }

  @Override
  public String serviceName(int span) {
    return Catalogue.serviceName(batch(span), batch(span).resourceOf(row(span)));
  }

  @Override
  public long durationNano(int span) {
    return batch(span).spans().durationNano(row(span));
  }

  @Override
  public boolean isError(int span) {
    return batch(span).spans().statusCode(row(span)) == StatusCode.ERROR.number();
  }

  @Override
  public String name(int span) {
    return batch(span).strings().string(batch(span).spans().name(row(span)));
  }
}
