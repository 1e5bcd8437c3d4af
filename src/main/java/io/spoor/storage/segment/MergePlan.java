// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.config.SegmentConfig.MergeConfig;
import io.spoor.storage.segment.block.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which blocks of a tenant become one next: the oldest run of neighbours that are alike.
 *
 * <p>Alike are blocks of one level whose spans came in the same window of time, so that retention
 * can still delete blocks of one age; once a window is over, what is left in it whatever its level.
 * A run is merged when it has as many blocks as the fan-in, or when another block would make it too
 * large. A block above half of the largest size is never merged again: each span is rewritten about
 * once a level.
 *
 * @param windowMillis length of a window of ingest
 * @param graceMillis after the end of a window, until it is over
 * @param maxTraces of a merged block: a merge takes memory by the trace
 */
record MergePlan(MergeConfig config, long windowMillis, long graceMillis, long maxTraces) {
  /** Most blocks in a merge. */
  static final int MAX_INPUTS = 64;

  /**
   * The blocks to merge next, in their order; empty for none.
   *
   * @param blocks of one tenant, in the order of the log
   * @param barred numbers of blocks that must not be merged
   */
  List<Block> next(List<Block> blocks, Set<Long> barred, long nowUnixMilli) {
    List<Block> full = run(blocks, barred, false, nowUnixMilli);
    return full.isEmpty() ? run(blocks, barred, true, nowUnixMilli) : full;
  }

  private List<Block> run(List<Block> blocks, Set<Long> barred, boolean isOver, long now) {
    Run run = new Run();
    for (Block block : blocks) {
      boolean usable = isUsable(block, barred) && (!isOver || isOver(window(block), now));
      if (usable && run.takes(block, isOver)) {
        run.add(block);
      } else {
        if (run.isReady(block, usable, isOver)) {
          return run.blocks;
        }
        run = usable ? new Run(block) : new Run();
      }
      if (run.isFull(isOver)) {
        return run.blocks;
      }
    }
    return isOver && run.blocks.size() > 1 ? run.blocks : List.of();
  }

  private boolean isUsable(Block block, Set<Long> barred) {
    return !isFinal(block) && !barred.contains(block.origin().number());
  }

  private boolean isFinal(Block block) {
    return block.rows() > config.maxSpans() / 2 || block.traces() > maxTraces / 2;
  }

  private long window(Block block) {
    return Math.floorDiv(block.origin().ingestMaxUnixMilli(), windowMillis);
  }

  private boolean isOver(long window, long now) {
    return (window + 1) * windowMillis + graceMillis <= now;
  }

  /** Neighbours that are alike. */
  private final class Run {
    private final List<Block> blocks = new ArrayList<>();
    private long spans;
    private long traces;

    Run(Block... first) {
      List.of(first).forEach(this::add);
    }

    boolean isFull(boolean isOver) {
      return blocks.size() == (isOver ? MAX_INPUTS : config.fanIn());
    }

    boolean takes(Block block, boolean isOver) {
      return isLike(block, isOver) && hasRoom(block);
    }

    /** Whether it is to be merged without this block: too large with it, or all of its window. */
    boolean isReady(Block without, boolean usable, boolean isOver) {
      return blocks.size() > 1 && (isOver || (usable && isLike(without, false)));
    }

    private boolean isLike(Block block, boolean isOver) {
      if (blocks.isEmpty()) {
        return true;
      }
      Block first = blocks.get(0);
      return window(first) == window(block)
          && (isOver || first.origin().level() == block.origin().level());
    }

    private boolean hasRoom(Block block) {
      return spans + block.rows() <= config.maxSpans() && traces + block.traces() <= maxTraces;
    }

    private void add(Block block) {
      blocks.add(block);
      spans += block.rows();
      traces += block.traces();
    }
  }
}
