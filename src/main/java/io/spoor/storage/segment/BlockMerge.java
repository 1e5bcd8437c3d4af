// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.BlockOrigin;
import io.spoor.storage.segment.block.BlockWriter;
import io.spoor.storage.segment.column.CorruptDataException;
import io.spoor.storage.segment.column.SourceBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes one block of several. Traces lie together again, and copies fall out.
 *
 * <p>Takes memory for: 44 bytes a trace and block; one decoded group of each block, and more of
 * them up to a bound; the largest trace, which is bounded too. A block with a larger trace is not
 * merged.
 */
final class BlockMerge {
  private static final int MAX_TRACE_ROWS = 1 << 16;
  private static final int PACE_ROWS = 1 << 12;

  /** Says whether to go on; may wait before it does. */
  interface Pace {
    /**
     * Called every few thousand spans.
     *
     * @throws InterruptedException to give up
     */
    void next() throws InterruptedException;
  }

  private final StoreFiles files;
  private final List<Block> inputs;
  private final long number;
  private final Pace pace;
  private final long maxTraceBytes = Runtime.getRuntime().maxMemory() / 16;
  private final DecodedGroups groups;
  private final TraceRows rows = new TraceRows();
  private int rowsSincePace;

  /**
   * Does nothing yet.
   *
   * @param number of the merged block
   */
  BlockMerge(StoreFiles files, List<Block> inputs, long number, Pace pace) {
    this.files = files;
    this.inputs = inputs;
    this.number = number;
    this.pace = pace;
    this.groups = new DecodedGroups(inputs, Runtime.getRuntime().maxMemory() / 32);
  }

  /**
   * Publishes the merged block; its inputs stay as they are.
   *
   * @throws UnmergeableException when one of them cannot be merged
   */
  Block run() throws IOException, InterruptedException {
    TraceRuns runs = runs();
    int[] order = runs.sorted();
    try (BlockWriter writer = files.write(origin())) {
      for (int from = 0; from < order.length; ) {
        int to = from + 1;
        while (to < order.length && runs.sameTrace(order[from], order[to])) {
          to++;
        }
        collect(runs, order, from, to);
        rows.writeTo(writer, runs.high(order[from]), runs.low(order[from]));
        from = to;
      }
      return files.publish(writer);
    }
  }

  private TraceRuns runs() throws IOException, InterruptedException {
    TraceRuns runs =
        new TraceRuns((int) inputs.stream().mapToLong(Block::traces).sum() + inputs.size());
    for (int input = 0; input < inputs.size(); input++) {
      pace.next();
      try {
        runs.addAll(input, inputs.get(input));
      } catch (CorruptDataException e) {
        throw new UnmergeableException(inputs.get(input), "it is damaged: " + e.getMessage(), true);
      }
    }
    return runs;
  }

  private void collect(TraceRuns runs, int[] order, int from, int to)
      throws IOException, InterruptedException {
    rows.clear();
    long bytes = 0;
    boolean several = false;
    for (int i = from; i < to; i++) {
      int run = order[i];
      Block block = inputs.get(runs.input(run));
      SourceBatch source = groups.get(runs.input(run), runs.group(run));
      rows.add(source, runs.firstRow(run), runs.rows(run));
      bytes += source.batch().bytes() / source.batch().size() * runs.rows(run);
      if (rows.size() > MAX_TRACE_ROWS || bytes > maxTraceBytes) {
        throw new UnmergeableException(
            block, "a trace of " + rows.size() + " spans or more is too large", false);
      }
      several |= runs.input(run) != runs.input(order[from]);
    }
    if (several) {
      rows.orderAndDeduplicate();
    }
    rowsSincePace += rows.size();
    if (rowsSincePace >= PACE_ROWS) {
      rowsSincePace = 0;
      pace.next();
    }
  }

  private BlockOrigin origin() throws IOException {
    List<Long> replaces = new ArrayList<>();
    int level = 0;
    long lastSequence = -1;
    long ingestMin = Long.MAX_VALUE;
    long ingestMax = Long.MIN_VALUE;
    for (Block input : inputs) {
      BlockOrigin origin = input.origin();
      replaces.add(origin.number());
      replaces.addAll(files.leftovers(input));
      level = Math.max(level, origin.level());
      lastSequence = Math.max(lastSequence, origin.lastSequence());
      ingestMin = Math.min(ingestMin, origin.ingestMinUnixMilli());
      ingestMax = Math.max(ingestMax, origin.ingestMaxUnixMilli());
    }
    return new BlockOrigin(
        inputs.get(0).origin().tenant(),
        number,
        level + 1,
        lastSequence,
        ingestMin,
        ingestMax,
        replaces);
  }
}
