// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How a segment store writes, seals, merges and deletes. Methods may be called from any thread. */
public final class SegmentMetrics {
  /** Blocks of this level and above are shown together. */
  public static final int TOP_LEVEL = 3;

  private final Map<SegmentRefusal, Counter> refused = new EnumMap<>(SegmentRefusal.class);
  private final AtomicLong headBytes;
  private final AtomicLong headSpans;
  private final AtomicLong freeBytes;
  private final AtomicLong[] blocks = new AtomicLong[TOP_LEVEL + 1];
  private final AtomicLong[] blockBytes = new AtomicLong[TOP_LEVEL + 1];
  private final Timer sealLatency;
  private final Counter sealedSpans;
  private final Counter sealedBytes;
  private final Counter failedSeals;
  private final Timer mergeLatency;
  private final Counter mergedSpans;
  private final Counter mergedBytes;
  private final Counter failedMerges;
  private final Counter retiredBlocks;
  private final Counter retiredSpans;
  private final Counter damagedBlocks;
  private final Counter missingBlocks;
  private final Counter limitedCatalogues;
  private final Counter clockJumps;
  private final Counter replayedRecords;
  private final Counter replayedSpans;

  /** Registers the meters. */
  public SegmentMetrics(MeterRegistry registry) {
    for (SegmentRefusal reason : SegmentRefusal.values()) {
      refused.put(
          reason,
          Counter.builder("segment.refused.spans")
              .description("Spans given back to be sent again")
              .tag("reason", reason.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    headBytes = gauge(registry, "segment.head.bytes", "Memory of spans not yet in a block");
    headSpans = gauge(registry, "segment.head.spans", "Spans not yet in a block");
    freeBytes = gauge(registry, "segment.disk.free.bytes", "Free on the volume of the store");
    for (int level = 0; level <= TOP_LEVEL; level++) {
      blocks[level] = byLevel(registry, "segment.blocks", "Blocks", level);
      blockBytes[level] = byLevel(registry, "segment.block.bytes", "Bytes of blocks", level);
    }
    sealLatency = Latency.timer(registry, "segment.seal.latency", "Of making blocks of one head");
    sealedSpans = counter(registry, "segment.sealed.spans", "Spans that came from heads to blocks");
    sealedBytes = counter(registry, "segment.sealed.bytes", "Bytes of the blocks of heads");
    failedSeals = counter(registry, "segment.failed.seals", "Attempts to be repeated");
    mergeLatency = Latency.timer(registry, "segment.merge.latency", "Of one merge");
    mergedSpans = counter(registry, "segment.merged.spans", "Spans written by merges");
    mergedBytes = counter(registry, "segment.merged.bytes", "Bytes written by merges");
    failedMerges = counter(registry, "segment.failed.merges", "Merges that came to nothing");
    retiredBlocks =
        counter(registry, "segment.retention.deleted.blocks", "Blocks deleted by age or size");
    retiredSpans = counter(registry, "segment.retention.deleted.spans", "Spans deleted with them");
    damagedBlocks =
        counter(registry, "segment.damaged.blocks", "Blocks found damaged at start or by a merge");
    missingBlocks = counter(registry, "segment.missing.blocks", "Blocks not found at start");
    limitedCatalogues =
        counter(registry, "segment.limited.catalogues", "Blocks with too many operations or keys");
    clockJumps = counter(registry, "segment.clock.jumps", "Times that the time of day was set");
    replayedRecords = counter(registry, "segment.replayed.records", "Log records taken at start");
    replayedSpans = counter(registry, "segment.replayed.spans", "Spans in them, without copies");
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private static AtomicLong gauge(MeterRegistry registry, String name, String description) {
    AtomicLong value = new AtomicLong();
    Gauge.builder(name, value, AtomicLong::doubleValue).description(description).register(registry);
    return value;
  }

  private static AtomicLong byLevel(
      MeterRegistry registry, String name, String description, int level) {
    AtomicLong value = new AtomicLong();
    Gauge.builder(name, value, AtomicLong::doubleValue)
        .description(description)
        .tag("level", Integer.toString(level))
        .register(registry);
    return value;
  }

  /** Spans were given back. */
  public void refused(SegmentRefusal reason, int spans) {
    requireNonNull(refused.get(reason)).increment(spans);
  }

  /** What is in memory now. */
  public void heads(long bytes, long spans) {
    headBytes.set(bytes);
    headSpans.set(spans);
  }

  /** What the volume has left. */
  public void free(long bytes) {
    freeBytes.set(bytes);
  }

  /** How many blocks of a level there are now, and of what size. */
  public void blocks(int level, long count, long bytes) {
    blocks[level].set(count);
    blockBytes[level].set(bytes);
  }

  /** A head became blocks. */
  public void sealed(long nanos, long spans, long bytes) {
    sealLatency.record(nanos, TimeUnit.NANOSECONDS);
    sealedSpans.increment((double) spans);
    sealedBytes.increment((double) bytes);
  }

  /** A head did not become blocks yet. */
  public void sealFailed() {
    failedSeals.increment();
  }

  /** Blocks became one. */
  public void merged(long nanos, long spans, long bytes) {
    mergeLatency.record(nanos, TimeUnit.NANOSECONDS);
    mergedSpans.increment((double) spans);
    mergedBytes.increment((double) bytes);
  }

  /** Blocks did not become one. */
  public void mergeFailed() {
    failedMerges.increment();
  }

  /** Retention has deleted a block. */
  public void retired(long spans) {
    retiredBlocks.increment();
    retiredSpans.increment((double) spans);
  }

  /** A block has gone since the store was last open. */
  public void missing() {
    missingBlocks.increment();
  }

  /** The catalogue of a new block has not all of its operations or attribute keys. */
  public void catalogueLimited() {
    limitedCatalogues.increment();
  }

  /** The time of day is another than expected. */
  public void clockJumped() {
    clockJumps.increment();
  }

  /** A block cannot be read, in whole or in part. */
  public void damaged() {
    damagedBlocks.increment();
  }

  /** A record came back from the log. */
  public void replayed(long spans) {
    replayedRecords.increment();
    replayedSpans.increment((double) spans);
  }
}
