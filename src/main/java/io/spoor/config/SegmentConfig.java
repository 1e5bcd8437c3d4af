// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings under {@code storage.segment}: the embedded store that keeps spans in files.
 *
 * @param path the folder of all its files
 * @param wal its log
 * @param head the spans that are in the log and in no block yet
 * @param merge how blocks become fewer
 * @param retention how long and how much is kept
 * @param readerThreads threads that answer reads
 */
public record SegmentConfig(
    Path path,
    WalConfig wal,
    HeadConfig head,
    MergeConfig merge,
    RetentionConfig retention,
    int readerThreads) {

  /**
   * When spans in memory become a block.
   *
   * @param maxBytes memory that they may take before they do; up to twice as much is used while
   *     they are written, or on their way
   * @param afterIdle when nothing was written for so long
   * @param afterAge when the first of them came so long ago
   */
  public record HeadConfig(long maxBytes, Duration afterIdle, Duration afterAge) {

    /** Reads the section. */
    public static HeadConfig from(ConfigSection section) {
      return new HeadConfig(
          section.bytesOfHeap(
              "maxBytes",
              8,
              1L << 16,
              1L << 28,
              "Memory of spans not yet in a block; twice as much while they are written"),
          section.duration(
              "afterIdle",
              Duration.ofSeconds(10),
              Duration.ofMillis(1),
              Duration.ofHours(24),
              "Without a write, after which the spans in memory become a block"),
          section.duration(
              "afterAge",
              Duration.ofMinutes(5),
              Duration.ofMillis(1),
              Duration.ofHours(24),
              "Of the oldest span in memory, at which they become a block"));
    }
  }

  /**
   * How blocks become fewer.
   *
   * @param fanIn blocks of one level that are merged into one, at least 2
   * @param maxSpans about as many spans as a merged block has at most
   */
  public record MergeConfig(int fanIn, long maxSpans) {

    /** Reads the section. */
    public static MergeConfig from(ConfigSection section) {
      return new MergeConfig(
          section.integer("fanIn", 16, 2, 64, "Blocks that are merged into one at a time"),
          section.longInteger(
              "maxSpans", 5_000_000, 1, 100_000_000, "Spans of a merged block, at most"));
    }
  }

  /**
   * How long and how much is kept.
   *
   * @param maxAge since it came; whole blocks go once all of theirs is older
   * @param maxBytes of all blocks; above it the oldest goes. 0 for 80 % of the volume
   * @param minFreeBytes of the volume; below it writes are refused. 0 for 1 GiB, or 2 % of the
   *     volume where that is less
   */
  public record RetentionConfig(Duration maxAge, long maxBytes, long minFreeBytes) {

    /** Reads the section. */
    public static RetentionConfig from(ConfigSection section) {
      return new RetentionConfig(
          section.duration(
              "maxAge",
              Duration.ofDays(3),
              Duration.ofMillis(1),
              Duration.ofDays(36_500),
              "Since a span came, after which its block is deleted"),
          section.bytes(
              "maxBytes",
              0,
              0,
              Long.MAX_VALUE,
              "Of all blocks, above which the oldest is deleted; 0 for 80 % of the volume"),
          section.bytes(
              "minFreeBytes",
              0,
              0,
              Long.MAX_VALUE,
              "Free on the volume, below which writes are refused; 0 for 1 GiB, at most 2 % of it"));
    }
  }

  /** Reads the section. */
  public static SegmentConfig from(ConfigSection section) {
    return new SegmentConfig(
        Path.of(section.text("path", "data", "Folder of the segment store, made when missing")),
        section.section("wal").read(WalConfig::from),
        section.section("head").read(HeadConfig::from),
        section.section("merge").read(MergeConfig::from),
        section.section("retention").read(RetentionConfig::from),
        section.threads("readerThreads", "Threads that answer reads"));
  }
}
