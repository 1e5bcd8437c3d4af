// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.head.HeadSnapshot;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * All spans of a tenant at one moment: each in a head or in a block. A span can be in two of them
 * when a sender sent it twice. Holds its blocks open until it is closed, which it is once.
 */
public final class StoreSnapshot implements AutoCloseable {
  private final List<HeadSnapshot> heads;
  private final List<Block> blocks;
  private final Executor closer;

  /** Takes over one pin of each block. Closing it blocks when it held the last pin of one. */
  public StoreSnapshot(List<HeadSnapshot> heads, List<Block> blocks) {
    this(heads, blocks, Runnable::run);
  }

  /**
   * Takes over one pin of each block. Closing it does not block.
   *
   * @param closer closes and deletes the files of blocks that nobody else holds any more
   */
  public StoreSnapshot(List<HeadSnapshot> heads, List<Block> blocks, Executor closer) {
    this.heads = List.copyOf(heads);
    this.blocks = List.copyOf(blocks);
    this.closer = closer;
  }

  /** The head that is written, and the one that is being sealed if there is one. */
  public List<HeadSnapshot> heads() {
    return heads;
  }

  /** The blocks, in no order. */
  public List<Block> blocks() {
    return blocks;
  }

  @Override
  public void close() {
    blocks.forEach(block -> block.unpin(closer));
  }
}
