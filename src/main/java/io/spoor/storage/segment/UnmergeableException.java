// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.storage.segment.block.Block;
import java.io.IOException;

/** A block cannot be merged with others, and stays as it is. */
final class UnmergeableException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Block block;
  private final boolean damaged;

  UnmergeableException(Block block, String reason, boolean damaged) {
    super(reason);
    this.block = block;
    this.damaged = damaged;
  }

  Block block() {
    return block;
  }

  /** Whether it cannot be read in some part, and is not just too large. */
  boolean isDamaged() {
    return damaged;
  }
}
