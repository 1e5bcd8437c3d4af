// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.head.HeadSnapshot;
import java.util.List;

/**
 * All spans of a tenant at one moment: each in a head or in a block. A span can be in two of them
 * when a sender sent it twice. Holds its blocks open until it is closed, which it is once.
 */
public final class StoreSnapshot implements AutoCloseable {
  private final List<HeadSnapshot> heads;
  private final List<Block> blocks;

  /** Takes over one pin of each block. */
  public StoreSnapshot(List<HeadSnapshot> heads, List<Block> blocks) {
    this.heads = List.copyOf(heads);
    this.blocks = List.copyOf(blocks);
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
    blocks.forEach(Block::unpin);
  }
}
