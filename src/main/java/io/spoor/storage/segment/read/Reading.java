// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.TraceId;
import io.spoor.storage.ReadBudget;
import io.spoor.storage.ReadLimits;
import io.spoor.storage.StorageException;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.ReadMeter;
import io.spoor.telemetry.SegmentReadMetrics;
import java.io.IOException;

/**
 * One read: what is left of its limits, what it has cost, and what it could not read. Used by one
 * thread at a time.
 */
final class Reading implements ReadMeter {
  private final ReadBudget budget;
  private final SegmentReadMetrics metrics;
  private long bytes;
  private long visitedGroups;
  private long skippedGroups;
  private String missing = "";

  Reading(ReadLimits limits, SegmentReadMetrics metrics) {
    this.budget = new ReadBudget(limits);
    this.metrics = metrics;
  }

  /**
   * Counts bytes that are read from a block.
   *
   * @throws LimitReachedException when a limit is reached
   */
  @Override
  public void reads(long blockBytes) {
    bytes += blockBytes;
    spend(blockBytes);
  }

  /** Counts bytes of memory that are looked at or kept; throws as {@link #reads} does. */
  void spend(long moreBytes) {
    if (!budget.spend(moreBytes)) {
      throw new LimitReachedException(budget.exhausted());
    }
  }

  /** Throws as {@link #reads} does when the deadline has passed. */
  void check() {
    spend(0);
  }

  /** A group was looked into. */
  void visited() {
    visitedGroups++;
  }

  /** Groups could be left out. */
  void skipped(int groups) {
    skippedGroups += groups;
  }

  /** Part of a block could not be read: the answer goes on without it and says so. */
  void damaged(Block block, IOException cause) {
    metrics.damaged();
    if (missing.isEmpty()) {
      missing = "cannot read " + block.file().getFileName() + ": " + cause.getMessage();
    }
  }

  /** The end of a trace was left out: it is too large to tell copies of its spans from others. */
  void tooLarge(TraceId id) {
    if (missing.isEmpty()) {
      missing =
          "trace " + id.toHex() + " has too many spans in several blocks, its end is left out";
    }
  }

  /** Why the answer may be incomplete; empty when it is not. */
  String incomplete() {
    String limit = budget.exhausted();
    return limit.isEmpty() || missing.isEmpty() ? limit + missing : limit + "; " + missing;
  }

  /** For an answer that cannot say that it is incomplete: it fails instead. */
  void failIfIncomplete() {
    if (!incomplete().isEmpty()) {
      throw StorageException.retryable(incomplete(), null);
    }
  }

  /** Adds what was counted since the last time to the metrics. */
  void report() {
    metrics.read(bytes, visitedGroups, skippedGroups);
    bytes = 0;
    visitedGroups = 0;
    skippedGroups = 0;
  }
}
