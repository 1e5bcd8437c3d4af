// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.ReadMeter;
import io.spoor.storage.segment.block.RowGroup;
import io.spoor.storage.segment.column.CorruptDataException;
import io.spoor.storage.segment.column.FilterEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The span is of a service and lasts at least so long: tells groups only, other conditions rows.
 */
final class LongSpanCondition implements PageCondition {
  private final long service;
  private final long leastDurationNanos;

  LongSpanCondition(String service, long leastDurationNanos) {
    byte[] name = service.getBytes(StandardCharsets.UTF_8);
    this.service = ScopeCondition.pseudoEntry(FilterEntry.SERVICE, name);
    this.leastDurationNanos = leastDurationNanos;
  }

  @Override
  public @Nullable BitSet groups(Block block, ReadMeter meter) throws IOException {
    try {
      return block.groupsWithService(service, leastDurationNanos, meter);
    } catch (CorruptDataException expected) { // nothing of the answer depends on it
      return null;
    }
  }

  @Override
  public void narrow(RowGroup group, BitSet rows) {}
}
