// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.head;

import io.spoor.model.SpanBatch;
import io.spoor.storage.segment.head.HeadSnapshot.HeadBatch;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Batches in the order in which they came; their rows are numbered through. Immutable as seen from
 * outside: the next list shares the arrays and fills places that this one never looks at.
 */
final class BatchRows {
  static final BatchRows NONE = new BatchRows(new HeadBatch[4], new int[4], 0, 0);

  private final @Nullable HeadBatch[] batches;
  private final int[] firstRows;
  private final int count;
  private final int rows;

  private BatchRows(@Nullable HeadBatch[] batches, int[] firstRows, int count, int rows) {
    this.batches = batches;
    this.firstRows = firstRows;
    this.count = count;
    this.rows = rows;
  }

  /** One batch more. To be asked of the latest list alone, by one thread. */
  BatchRows plus(HeadBatch batch) {
    boolean full = this == NONE || count == firstRows.length;
    int capacity = full ? count + (count >> 1) + 4 : firstRows.length;
    @Nullable HeadBatch[] newBatches = full ? Arrays.copyOf(batches, capacity) : batches;
    int[] newFirstRows = full ? Arrays.copyOf(firstRows, capacity) : firstRows;
    newBatches[count] = batch;
    newFirstRows[count] = rows;
    return new BatchRows(
        newBatches, newFirstRows, count + 1, Math.addExact(rows, batch.batch().size()));
  }

  int count() {
    return count;
  }

  int rows() {
    return rows;
  }

  List<HeadBatch> asList() {
    return Collections.unmodifiableList(Arrays.asList(batches).subList(0, count));
  }

  SpanBatch batch(int number) {
    return Objects.requireNonNull(batches[number]).batch();
  }

  int firstRow(int number) {
    return firstRows[number];
  }

  /** Number of the batch that has a row, which is in none before batch {@code from}. */
  int batchOf(int row, int from) {
    int found = Arrays.binarySearch(firstRows, from, count, row);
    return found >= 0 ? found : -found - 2;
  }

  /** Bytes of the arrays, without the batches. */
  long bytes() {
    return 2 * 16 + 8L * firstRows.length;
  }
}
