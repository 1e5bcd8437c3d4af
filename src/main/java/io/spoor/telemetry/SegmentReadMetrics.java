// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What reading blocks costs. Methods may be called from any thread. */
public final class SegmentReadMetrics {
  private final Counter bytes;
  private final Counter visitedGroups;
  private final Counter skippedGroups;
  private final Counter damaged;

  /** Registers the meters. */
  public SegmentReadMetrics(MeterRegistry registry) {
    bytes = counter(registry, "storage.read.bytes", "Bytes that queries read from blocks");
    visitedGroups = counter(registry, "storage.read.groups", "Row groups that queries looked into");
    skippedGroups =
        counter(registry, "storage.skipped.groups", "Row groups that queries could leave out");
    damaged =
        counter(registry, "storage.damaged.reads", "Parts of blocks that queries could not read");
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /** A query ended, having read so much of blocks. */
  public void read(long readBytes, long groupsVisited, long groupsSkipped) {
    bytes.increment((double) readBytes);
    visitedGroups.increment((double) groupsVisited);
    skippedGroups.increment((double) groupsSkipped);
  }

  /** A group, an index or a catalogue is damaged. */
  public void damaged() {
    damaged.increment();
  }
}
