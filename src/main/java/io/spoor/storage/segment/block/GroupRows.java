// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.SpanBatch;
import io.spoor.storage.segment.column.RowBytes;
import io.spoor.storage.segment.column.SourceBatch;

/**
 * The rows of a group by reference: their columns are gathered one after another when the group is
 * encoded, since what is near each other in memory are the values of a column. Reused from group to
 * group; not thread-safe.
 */
// Hot path: called for every span of a block that is written.
final class GroupRows {
  private static final int MAX_BYTES = 8 << 20;
  private static final int USUAL_ROW_BYTES = MAX_BYTES / RowGroupEncoder.MAX_ROWS;

  private final GroupSources sources;
  private final long[] rows = new long[RowGroupEncoder.MAX_ROWS]; // place of the batch, row in it
  private final LongValues scopes = new LongValues();
  private final ScopeWriter scopeTable;
  private int count;
  private long bytes; // of rows with many

  // By trace.
  private final LongValues traceIds = new LongValues(); // two each
  private final LongValues traceEnds = new LongValues();

  GroupRows(GroupSources sources, ScopeWriter scopeTable) {
    this.sources = sources;
    this.scopeTable = scopeTable;
  }

  boolean hasRoom(int moreRows) {
    return count + moreRows <= RowGroupEncoder.MAX_ROWS && bytes + scopeTable.bytes() < MAX_BYTES;
  }

  void add(SourceBatch source, int row) {
    SpanBatch batch = source.batch();
    sources.enter(source);
    rows[count++] = source.reference(row);
    scopes.add(scopeTable.code(source, batch.spans().scope(row)));
    if (source.numbers().rowBytesLimit() > USUAL_ROW_BYTES) {
      bytes += RowBytes.of(batch, row);
    }
  }

  void endTrace(long idHigh, long idLow) {
    traceIds.add(idHigh);
    traceIds.add(idLow);
    traceEnds.add(count);
  }

  int count() {
    return count;
  }

  SourceBatch source(int index) {
    return sources.source(rows[index]);
  }

  SpanBatch batch(int index) {
    return source(index).batch();
  }

  /** Row in its batch. */
  int row(int index) {
    return (int) rows[index];
  }

  LongValues scopes() {
    return scopes;
  }

  int traces() {
    return traceEnds.count();
  }

  LongValues traceIds() {
    return traceIds;
  }

  long traceIdHigh(int trace) {
    return traceIds.get(2 * trace);
  }

  long traceIdLow(int trace) {
    return traceIds.get(2 * trace + 1);
  }

  int traceStart(int trace) {
    return trace == 0 ? 0 : traceEnd(trace - 1);
  }

  int traceEnd(int trace) {
    return (int) traceEnds.get(trace);
  }

  /** Forgets the rows. */
  void clear() {
    scopes.clear();
    traceIds.clear();
    traceEnds.clear();
    count = 0;
    bytes = 0;
  }
}
