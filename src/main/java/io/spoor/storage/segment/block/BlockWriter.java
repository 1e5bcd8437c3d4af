// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.disk.Disk;
import io.spoor.storage.segment.column.SourceBatch;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes one block under a temporary name and publishes it: {@code NUMBER.block.tmp}, synced, then
 * renamed to {@code NUMBER.block}, and the folder synced. Blocking; not thread-safe.
 */
public final class BlockWriter implements AutoCloseable {

  /**
   * Begins the file.
   *
   * @param cache that the block has when it is open
   */
  public BlockWriter(Disk disk, Path folder, BlockOrigin origin, BlockCache cache)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Adds a trace: its distinct spans, ordered by unsigned start. Traces come ordered by their
   * earliest start, then id, both unsigned, each once.
   */
  public void addTrace(long idHigh, long idLow, SourceBatch[] sources, int[] rows, int count)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Publishes the block, and opens it. */
  public Block publish() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Deletes what was written, unless it was published. */
  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
