// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.RowGroup;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The row group that was read last: traces that were found together often lie in one. Used by one
 * thread at a time.
 */
final class LastGroup {
  private final Reading reading;
  private @Nullable Block block;
  private int number;
  private @Nullable RowGroup group;

  LastGroup(Reading reading) {
    this.reading = reading;
  }

  /** A group, read in one piece unless it was the last one. */
  RowGroup get(Block ofBlock, int groupNumber) throws IOException {
    RowGroup known = group;
    if (known != null && block == ofBlock && number == groupNumber) {
      return known;
    }
    group = null; // before the next is read: one at a time
    RowGroup read = ofBlock.wholeGroup(groupNumber, reading);
    reading.visited();
    block = ofBlock;
    number = groupNumber;
    group = read;
    return read;
  }
}
