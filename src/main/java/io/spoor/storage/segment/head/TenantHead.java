// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.head;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.storage.segment.head.HeadSnapshot.HeadBatch;

/** The head of one tenant. Written by one thread; {@link #snapshot} is for any. */
// Hot path: a write runs it once per span
final class TenantHead {
  /** Objects of a batch that its bytes leave out: tables, headers, its record. Measured. */
  static final int BATCH_BYTES = 450;

  private final CopyTable copies = new CopyTable();
  private final TraceIndex traces = new TraceIndex();
  private BatchRows batches = BatchRows.NONE;
  private long batchBytes;
  private long ingestMinUnixMilli = Long.MAX_VALUE;
  private long ingestMaxUnixMilli = Long.MIN_VALUE;

  // Publishes all that was written before it; see TraceView for what is written after.
  private volatile HeadSnapshot snapshot = HeadSnapshot.EMPTY;

  /** Adds the spans that are not there; returns how many. */
  int add(SpanBatch received, long ingestUnixMilli) {
    int[] rows = copies.add(received, batches);
    if (rows.length == 0) {
      return 0;
    }
    SpanBatch distinct = rows.length == received.size() ? received : received.select(rows);
    SpanBatch batch = distinct.detached();
    batches = batches.plus(index(batch));
    batchBytes += batch.bytes() + BATCH_BYTES;
    ingestMinUnixMilli = Math.min(ingestMinUnixMilli, ingestUnixMilli);
    ingestMaxUnixMilli = Math.max(ingestMaxUnixMilli, ingestUnixMilli);
    snapshot = new HeadSnapshot(batches, traces.view(), ingestMinUnixMilli, ingestMaxUnixMilli);
    return rows.length;
  }

  private HeadBatch index(SpanBatch batch) {
    SpanTable spans = batch.spans();
    long startMin = -1; // the greatest
    long startMax = 0;
    for (int row = 0; row < spans.size(); row++) {
      traces.add(spans.traceIdHigh(row), spans.traceIdLow(row));
      long start = spans.startTimeUnixNano(row);
      startMin = Long.compareUnsigned(start, startMin) < 0 ? start : startMin;
      startMax = Long.compareUnsigned(start, startMax) > 0 ? start : startMax;
    }
    return new HeadBatch(batch, startMin, startMax);
  }

  HeadSnapshot snapshot() {
    return snapshot;
  }

  /** Bytes of memory. By the writer. */
  long bytes() {
    return 300 + batchBytes + batches.bytes() + traces.bytes() + copies.bytes();
  }
}
