// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.OperationStats;
import io.spoor.model.OperationStatsList;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.SpanTable;
import io.spoor.model.StatusCode;
import io.spoor.storage.OperationStatsCounter;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.GroupStats;
import io.spoor.storage.segment.block.RowGroup;
import io.spoor.storage.segment.head.HeadSnapshot;
import io.spoor.storage.segment.head.HeadSnapshot.HeadBatch;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the spans of a snapshot by operation: those of heads from their batches, those of blocks
 * from columns. A copy that lies in two places counts twice.
 */
// Hot path: runs once per span
final class OperationStatsSearch {
  private static final int KINDS = SpanKind.values().length;

  private final @Nullable String serviceName;
  private final @Nullable ScopeCondition service;
  private final long startMin;
  private final long startMax;
  private final Reading reading;
  private final OperationStatsCounter counter = new OperationStatsCounter();

  OperationStatsSearch(
      @Nullable String serviceName, long startMin, long startMax, Reading reading) {
    this.serviceName = serviceName;
    this.service = serviceName == null ? null : ScopeCondition.service(serviceName);
    this.startMin = startMin;
    this.startMax = startMax;
    this.reading = reading;
  }

  /** Calls, errors and durations by operation. */
  OperationStatsList over(StoreSnapshot snapshot) {
    int places = snapshot.blocks().size();
    for (HeadSnapshot head : snapshot.heads()) {
      places += head.batches().isEmpty() ? 0 : 1;
      for (HeadBatch batch : head.batches()) {
        if (overlaps(batch.startMin(), batch.startMax())) {
          reading.spend(batch.batch().bytes());
          count(batch.batch());
        }
      }
    }
    for (Block block : snapshot.blocks()) {
      count(block);
    }
    List<OperationStats> stats = counter.stats();
    return new OperationStatsList(stats, places > 1);
  }

  private boolean overlaps(long from, long to) {
    return Long.compareUnsigned(to, startMin) >= 0 && Long.compareUnsigned(from, startMax) <= 0;
  }

  private boolean isInRange(long start) {
    return Long.compareUnsigned(start, startMin) >= 0 && Long.compareUnsigned(start, startMax) <= 0;
  }

  private void count(SpanBatch batch) {
    boolean[] wanted = new boolean[batch.resources().size()];
    for (int resource = 0; resource < wanted.length; resource++) {
      wanted[resource] =
          serviceName == null || ServiceCatalogue.serviceName(batch, resource).equals(serviceName);
    }
    SpanTable spans = batch.spans();
    Map<Long, OperationStatsCounter.Counts> known = new HashMap<>();
    for (int row = 0; row < batch.size(); row++) {
      int resource = batch.resourceOf(row);
      if (wanted[resource] && isInRange(spans.startTimeUnixNano(row))) {
        SpanKind kind = SpanKind.of(spans.kind(row));
        String operation = batch.strings().string(spans.name(row));
        known
            .computeIfAbsent(
                ((long) resource << 32 | spans.name(row)) * KINDS + kind.number(),
                absent ->
                    counter.of(ServiceCatalogue.serviceName(batch, resource), operation, kind))
            .add(spans.durationNano(row), isError(spans.statusCode(row)));
      }
    }
  }

  private static boolean isError(long statusCode) {
    return statusCode == StatusCode.ERROR.number();
  }

  private void count(Block block) {
    BitSet allowed = allowed(block);
    OperationTable operations = new OperationTable(counter);
    for (int number = 0; number < block.groups(); number++) {
      GroupStats stats = block.stats(number);
      reading.check();
      if (!allowed.get(number) || !overlaps(stats.startMin(), stats.startMax())) {
        reading.skipped(1);
        continue;
      }
      reading.visited();
      try {
        count(block.group(number, reading), stats, operations);
      } catch (IOException e) {
        reading.damaged(block, e);
      }
    }
  }

  private BitSet allowed(Block block) {
    BitSet all = new BitSet();
    all.set(0, block.groups());
    try {
      BitSet groups = service == null ? null : service.groups(block, reading);
      return groups == null ? all : groups;
    } catch (IOException expected) { // then every group is visited
      return all;
    }
  }

  private void count(RowGroup group, GroupStats stats, OperationTable operations)
      throws IOException {
    BitSet rows = new BitSet();
    rows.set(0, stats.rows());
    if (service != null) {
      service.narrow(group, rows);
    }
    if (rows.isEmpty()) {
      return;
    }
    boolean isAllInRange = isInRange(stats.startMin()) && isInRange(stats.startMax());
    long[] starts = isAllInRange ? new long[0] : group.starts();
    long[] durations = group.durations();
    long[] statuses = group.statusCodes();
    OperationTable.Rows rowsOfGroup = operations.of(group);
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      if (isAllInRange || isInRange(starts[row])) {
        rowsOfGroup.counts(row).add(durations[row], isError(statuses[row]));
      }
    }
  }
}
