// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.config.QueryConfig;
import io.spoor.model.SpanBatch;
import io.spoor.model.Trace;
import io.spoor.model.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts the chunks of one trace together, up to the limits of {@link QueryConfig} on its size. What
 * lies beyond them is left out, and a warning on the first span says so. Not thread-safe.
 */
final class TraceAssembler {
  private final TraceId id;
  private final QueryConfig config;
  private final List<SpanBatch> chunks = new ArrayList<>();
  private int size; // of the trace, so far
  private long bytes;
  private boolean tooManySpans;
  private boolean tooManyBytes;

  /** Starts the trace of a chunk, without adding it. */
  TraceAssembler(SpanBatch first, QueryConfig config) {
    this.id = first.span(0).traceId();
    this.config = config;
  }

  /** Whether a chunk belongs to this trace. */
  boolean continuesWith(SpanBatch chunk) {
    return chunk.spans().traceIdLow(0) == id.low() && chunk.spans().traceIdHigh(0) == id.high();
  }

  /** Adds a chunk, or counts it as left out; returns the bytes that it adds to the trace. */
  long add(SpanBatch chunk) {
    int room = config.maxTraceSpans() == 0 ? Integer.MAX_VALUE : config.maxTraceSpans();
    int fitting = Math.min(room - size, chunk.size());
    tooManySpans |= fitting < chunk.size();
    if (fitting == 0 || tooManyBytes) {
      return 0;
    }
    SpanBatch kept = fitting == chunk.size() ? chunk : chunk.select(firstRows(fitting));
    long added = ContentBytes.of(kept);
    while (bytes + added > config.maxTraceBytes()) {
      tooManyBytes = true;
      if (kept.size() == 1 && size > 0) {
        return 0;
      }
      if (kept.size() == 1) {
        break; // a trace without any span could carry no warning
      }
      kept = kept.select(firstRows(kept.size() / 2));
      added = ContentBytes.of(kept);
    }
    chunks.add(kept);
    size += kept.size();
    bytes += added;
    return added;
  }

  /** Size of what was added. */
  long bytes() {
    return bytes;
  }

  /** Spans that were added. */
  int size() {
    return size;
  }

  /** Whether something was left out. */
  boolean isTruncated() {
    return tooManySpans || tooManyBytes;
  }

  /** The trace as stored, but for the limits. */
  Trace build() {
    SpanBatch[] batches = new SpanBatch[size];
    int[] rows = new int[size];
    int span = 0;
    for (SpanBatch chunk : chunks) {
      Arrays.fill(batches, span, span + chunk.size(), chunk);
      for (int row = 0; row < chunk.size(); row++) {
        rows[span++] = row;
      }
    }
    Trace trace = Trace.of(id, batches, rows);
    return isTruncated() ? trace.withWarning(0, truncation()) : trace;
  }

  private String truncation() {
    return tooManyBytes
        ? "trace has more than "
            + config.maxTraceBytes()
            + " bytes, showing first "
            + size
            + " spans only"
        : "trace has more than " + size + " spans, showing first " + size + " spans only";
  }

  private static int[] firstRows(int count) {
    int[] rows = new int[count];
    Arrays.setAll(rows, row -> row);
    return rows;
  }
}
