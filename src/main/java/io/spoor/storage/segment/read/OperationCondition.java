// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.ReadMeter;
import io.spoor.storage.segment.block.RowGroup;
import io.spoor.storage.segment.column.FilterEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** The span has this name. */
final class OperationCondition implements PageCondition {
  private final byte[] wanted;

  OperationCondition(String name) {
    this.wanted = name.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public BitSet groups(Block block, ReadMeter meter) throws IOException {
    return block.groupsWithAny(meter, ScopeCondition.pseudoEntry(FilterEntry.OPERATION, wanted));
  }

  @Override
  public void narrow(RowGroup group, BitSet rows) throws IOException {
    BitSet found = new BitSet(group.rows());
    group.findName(wanted, found);
    rows.and(found);
  }
}
