// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.bus.TraceCursor;
import io.spoor.model.SpanBatch;
import io.spoor.model.Trace;
import io.spoor.model.TraceId;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The traces of one batch as they are, in the order in which each first appears. */
final class BatchTraces implements TraceCursor {
  private final SpanBatch batch;
  private Iterator<Map.Entry<TraceId, int[]>> rest;

  BatchTraces(SpanBatch batch) {
    this.batch = batch;
    this.rest = rowsById(batch).entrySet().iterator();
  }

  private static Map<TraceId, int[]> rowsById(SpanBatch batch) {
    Map<TraceId, IntStream.Builder> builders = new LinkedHashMap<>();
    for (int row = 0; row < batch.size(); row++) {
      TraceId id = new TraceId(batch.spans().traceIdHigh(row), batch.spans().traceIdLow(row));
      builders.computeIfAbsent(id, absent -> IntStream.builder()).add(row);
    }
    Map<TraceId, int[]> rows = new LinkedHashMap<>();
    builders.forEach((id, builder) -> rows.put(id, builder.build().toArray()));
    return rows;
  }

  @Override
  public Future<Optional<Trace>> next() {
    if (!rest.hasNext()) {
      return Future.succeededFuture(Optional.empty());
    }
    Map.Entry<TraceId, int[]> next = rest.next();
    SpanBatch[] batches = new SpanBatch[next.getValue().length];
    Arrays.fill(batches, batch);
    return Future.succeededFuture(Optional.of(Trace.of(next.getKey(), batches, next.getValue())));
  }

  @Override
  public Optional<String> incomplete() {
    return Optional.empty();
  }

  @Override
  public void close() {
    rest = List.<Map.Entry<TraceId, int[]>>of().iterator();
  }
}
