// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.head;

import io.spoor.model.ScopeTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanIdentity;
import java.util.Arrays;

/**
 * A batch whose copies are being looked for. Hashes each scope once, and remembers the two scopes
 * that it compared last: a scope may have many attributes and many spans.
 */
// Hot path: once per span
final class Arrival {
  private final SpanBatch batch;
  private final BatchRows present;
  private final long[] scopeHashes;
  private final int[] kept; // rows of the batch that get the next numbers
  private int count;

  private SpanBatch otherBatch;
  private int otherScope = -1;
  private int scope = -1;
  private boolean sameScope;

  Arrival(SpanBatch batch, BatchRows present) {
    this.batch = batch;
    this.present = present;
    this.scopeHashes = scopeHashes(batch);
    this.kept = new int[batch.size()];
    this.otherBatch = batch;
  }

  private static long[] scopeHashes(SpanBatch batch) {
    long[] resources = new long[batch.resources().size()];
    for (int row = 0; row < resources.length; row++) {
      resources[row] = SpanIdentity.resourceHash(batch, row);
    }
    ScopeTable table = batch.scopes();
    long[] scopes = new long[table.size()];
    for (int row = 0; row < scopes.length; row++) {
      scopes[row] = SpanIdentity.scopeHash(batch, row, resources[table.resource(row)]);
    }
    return scopes;
  }

  int size() {
    return kept.length;
  }

  long hash(int row) {
    return SpanIdentity.contentHash(batch, row, scopeHashes[batch.spans().scope(row)]);
  }

  /** Number of the span that is kept next. */
  int nextNumber() {
    return present.rows() + count;
  }

  void keep(int row) {
    kept[count++] = row;
  }

  /** The rows that were kept. */
  int[] kept() {
    return count == kept.length ? kept : Arrays.copyOf(kept, count);
  }

  /** Whether the span in a row is the same as one that has a number. */
  boolean isSame(int row, int number) {
    if (number >= present.rows()) {
      return isSame(row, batch, kept[number - present.rows()]);
    }
    int from = present.batchOf(number, 0);
    return isSame(row, present.batch(from), number - present.firstRow(from));
  }

  private boolean isSame(int row, SpanBatch other, int otherRow) {
    return SpanIdentity.sameBesideScope(batch, row, other, otherRow)
        && isSameScope(batch.spans().scope(row), other, other.spans().scope(otherRow));
  }

  private boolean isSameScope(int inBatch, SpanBatch other, int inOther) {
    if (scope != inBatch || otherBatch != other || otherScope != inOther) {
      scope = inBatch;
      otherBatch = other;
      otherScope = inOther;
      sameScope = SpanIdentity.sameScope(batch, inBatch, other, inOther);
    }
    return sameScope;
  }
}
