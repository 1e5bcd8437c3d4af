// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.storage.segment.block.RowGroup;
import java.io.IOException;
import java.util.BitSet;

/** One of two conditions holds, or both do. */
record EitherCondition(PageCondition one, PageCondition other) implements PageCondition {

  @Override
  public void narrow(RowGroup group, BitSet rows) throws IOException {
    BitSet also = (BitSet) rows.clone();
    one.narrow(group, rows);
    also.andNot(rows);
    if (!also.isEmpty()) {
      other.narrow(group, also);
      rows.or(also);
    }
  }
}
