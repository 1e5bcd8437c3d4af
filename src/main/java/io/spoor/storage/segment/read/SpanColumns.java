// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.SpanTable;
import io.spoor.storage.TraceColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The columns of one trace's spans, gathered from batches. Reused; not thread-safe. */
final class SpanColumns implements TraceColumns {
  private static final int INITIAL_SPANS = 64;

  private long[] ids = new long[INITIAL_SPANS];
  private long[] parents = new long[INITIAL_SPANS];
  private long[] starts = new long[INITIAL_SPANS];
  private SpanKind[] kinds = new SpanKind[INITIAL_SPANS];
  private final List<String> services = new ArrayList<>();

  /** Forgets the spans. */
  void clear() {
    services.clear();
  }

  /** Adds the spans of a batch. */
  void add(SpanBatch batch) {
    for (int row = 0; row < batch.size(); row++) {
      add(batch, row);
    }
  }

  /** Adds one span. */
  void add(SpanBatch batch, int row) {
    int size = services.size();
    if (size == ids.length) {
      grow(size * 2);
    }
    SpanTable spans = batch.spans();
    ids[size] = spans.spanId(row);
    parents[size] = spans.parentSpanId(row);
    starts[size] = spans.startTimeUnixNano(row);
    kinds[size] = SpanKind.of(spans.kind(row));
    services.add(ServiceCatalogue.serviceName(batch, batch.resourceOf(row)));
  }

  private void grow(int length) {
    ids = Arrays.copyOf(ids, length);
    parents = Arrays.copyOf(parents, length);
    starts = Arrays.copyOf(starts, length);
    kinds = Arrays.copyOf(kinds, length);
  }

  @Override
  public int size() {
    return services.size();
  }

  @Override
  public long spanId(int span) {
    return ids[span];
  }

  @Override
  public long parentSpanId(int span) {
    return parents[span];
  }

  @Override
  public long startTimeUnixNano(int span) {
    return starts[span];
  }

  @Override
  public SpanKind kind(int span) {
    return kinds[span];
  }

  @Override
  public String serviceName(int span) {
    return services.get(span);
  }
}
