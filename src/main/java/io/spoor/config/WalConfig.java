// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Settings of a write-ahead log, under {@code wal} of whatever keeps one.
 *
 * @param durability when an append counts as done
 * @param interval between two syncs where {@code durability} is {@code interval}
 * @param segmentBytes a log file is followed by the next once it is this large
 * @param maxBytes appends are refused while the log is larger; bounds the time of recovery
 * @param maxQueuedBytes records that may wait for the disk; above it, appends are refused. As much
 *     again may be on its way there
 */
public record WalConfig(
    Durability durability,
    Duration interval,
    long segmentBytes,
    long maxBytes,
    long maxQueuedBytes) {

  /** When an append counts as done. */
  public enum Durability {
    /** When it is on the disk. */
    FSYNC,
    /** When the system has it; the disk follows within an interval, which a power cut can lose. */
    INTERVAL,
    /** When the system has it; a power cut can lose any of it. */
    NONE
  }

  /** Rejects a log that cannot hold one file. */
  public WalConfig {
    if (maxBytes < segmentBytes) {
      throw new IllegalArgumentException(
          "maxBytes must be at least segmentBytes, " + segmentBytes + ", was " + maxBytes);
    }
  }

  /** What the durability does not promise, in the words of the file; empty when it promises all. */
  Optional<String> weakness() {
    return switch (durability) {
      case FSYNC -> Optional.empty();
      case INTERVAL ->
          Optional.of(
              "interval: a power cut can lose the spans of the last "
                  + interval.toMillis()
                  + " ms");
      case NONE -> Optional.of("none: a power cut can lose spans");
    };
  }

  /** Reads the section. */
  public static WalConfig from(ConfigSection section) {
    return section.read(
        own ->
            new WalConfig(
                own.oneOf(
                    "durability",
                    Durability.class,
                    Durability.FSYNC,
                    "when a span is acknowledged: on the disk (fsync), or before (interval, none)"),
                own.duration(
                    "interval",
                    Duration.ofMillis(200),
                    Duration.ofMillis(1),
                    Duration.ofMinutes(1),
                    "between two syncs where durability is interval"),
                own.bytes("segmentBytes", 64L << 20, 1L << 16, 1L << 30, "of one log file"),
                own.bytes(
                    "maxBytes", 4L << 30, 1L << 16, 1L << 40, "of all log files; bounds recovery"),
                own.bytes(
                    "maxQueuedBytes",
                    64L << 20,
                    1L << 16,
                    1L << 36,
                    "that may wait for the disk; above it, spans are refused")));
  }
}
