// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.model.SpanBatchBuilder;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.ReadMeter;
import io.spoor.storage.segment.block.RowGroup;
import io.spoor.storage.segment.column.CorruptDataException;
import io.spoor.storage.segment.column.SourceBatch;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Row groups of the blocks that are being merged, decoded whole. A merge goes through each block
 * nearly in order: the group last used of each is at hand, and those before it up to a bound in
 * bytes.
 */
final class DecodedGroups {
  private final List<Block> inputs;
  private final long maxBytes;
  private final int[] lastGroup;
  private final SourceBatch[] last;
  private final SpanBatchBuilder builder = new SpanBatchBuilder();
  private final Map<Long, SourceBatch> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long keptBytes;

  /**
   * Nothing is read yet.
   *
   * @param maxBytes of the groups that are kept beside the last one of each block
   */
  DecodedGroups(List<Block> inputs, long maxBytes) {
    this.inputs = inputs;
    this.maxBytes = maxBytes;
    this.lastGroup = new int[inputs.size()];
    this.last = new SourceBatch[inputs.size()];
  }

  /** All rows of a group. */
  SourceBatch get(int input, int group) throws IOException {
    if (last[input] != null && lastGroup[input] == group) {
      return last[input];
    }
    long key = ((long) input << 32) | group;
    SourceBatch found = kept.get(key);
    if (found == null) {
      found = decode(inputs.get(input), group);
      kept.put(key, found);
      keptBytes += found.batch().bytes();
      shrink();
    }
    last[input] = found;
    lastGroup[input] = group;
    return found;
  }

  private void shrink() {
    Iterator<SourceBatch> oldest = kept.values().iterator();
    while (keptBytes > maxBytes && kept.size() > 1) {
      keptBytes -= oldest.next().batch().bytes();
      oldest.remove();
    }
  }

  private SourceBatch decode(Block block, int group) throws IOException {
    try {
      int[] rows = new int[block.stats(group).rows()];
      for (int row = 0; row < rows.length; row++) {
        rows[row] = row;
      }
      RowGroup opened = block.wholeGroup(group, ReadMeter.NONE);
      return new SourceBatch(opened.spans(rows, builder));
    } catch (CorruptDataException e) {
      throw new UnmergeableException(block, "it is damaged: " + e.getMessage(), true);
    }
  }
}
