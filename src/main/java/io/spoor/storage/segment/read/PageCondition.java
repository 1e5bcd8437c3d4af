// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.ReadMeter;
import io.spoor.storage.segment.block.RowGroup;
import java.io.IOException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What a condition of a query can tell of a block and of the rows of a group before any span is put
 * together. It may let through too much, never too little.
 */
interface PageCondition {

  /** Groups of the block that may have a row; null when only the groups can tell. */
  default @Nullable BitSet groups(Block block, ReadMeter meter) throws IOException {
    return null;
  }

  /** Clears the bits of rows that do not fulfil the condition. */
  void narrow(RowGroup group, BitSet rows) throws IOException;
}
