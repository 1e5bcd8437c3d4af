// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.SpanBatch;
import io.spoor.storage.BatchCursor;
import io.spoor.storage.segment.head.HeadSnapshot.TraceRows;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The spans of a trace in a head: runs of rows that lie in one batch. */
final class HeadPart implements TracePart {
  private final TraceRows trace;
  private final Reading reading;
  private int next;

  HeadPart(TraceRows trace, Reading reading) {
    this.trace = trace;
    this.reading = reading;
  }

  @Override
  public @Nullable SpanBatch next() {
    if (next == trace.rows().length) {
      return null;
    }
    SpanBatch batch = trace.batches()[next];
    int from = next;
    int most = Math.min(trace.rows().length, from + BatchCursor.MAX_CHUNK_SPANS);
    int end = from + 1;
    while (end < most && trace.batches()[end] == batch) {
      end++;
    }
    next = end;
    reading.spend(batch.bytes() / batch.size() * (end - from));
    return batch.select(Arrays.copyOfRange(trace.rows(), from, end));
  }
}
