// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.SpanBatch;
import io.spoor.storage.BatchCursor;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.RowGroup;
import io.spoor.storage.segment.block.RowGroup.TraceRun;
import java.io.IOException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a trace in a block: a run of rows, which goes on in the next groups if it is long.
 */
final class BlockPart implements TracePart {
  private final Block block;
  private final long idHigh;
  private final long idLow;
  private final LastGroup groups;
  private int number; // of the group under way
  private int row; // the next one
  private int endRow;
  private boolean isOpen; // whether row and endRow are of that group
  private boolean isLast;

  /** Begins at the first group that has rows of the trace. */
  BlockPart(Block block, int firstGroup, long idHigh, long idLow, LastGroup groups) {
    this.block = block;
    this.number = firstGroup;
    this.idHigh = idHigh;
    this.idLow = idLow;
    this.groups = groups;
  }

  Block block() {
    return block;
  }

  @Override
  public @Nullable SpanBatch next() throws IOException {
    while (!isLast) {
      RowGroup group = groups.get(block, number);
      if (!isOpen) {
        open(group);
      }
      if (row < endRow) {
        int from = row;
        row = Math.min(endRow, from + BatchCursor.MAX_CHUNK_SPANS);
        return group.spans(IntStream.range(from, row).toArray());
      }
      isLast = isLast || endRow < block.stats(number).rows() || number + 1 == block.groups();
      number++;
      isOpen = false;
    }
    return null;
  }

  private void open(RowGroup group) throws IOException {
    isOpen = true;
    for (TraceRun run : group.traces()) {
      if (run.idHigh() == idHigh && run.idLow() == idLow) {
        row = run.firstRow();
        endRow = run.endRow();
        return;
      }
    }
    isLast = true; // it ended with the group before
    row = 0;
    endRow = 0;
  }
}
