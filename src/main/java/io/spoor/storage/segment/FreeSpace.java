// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.config.SegmentConfig.RetentionConfig;
import io.spoor.disk.Disk;
import io.spoor.telemetry.SegmentMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the volume has room: writes are refused while it has too little, so that what was taken
 * can still become blocks. {@link #look} by one thread, the rest from any.
 */
final class FreeSpace {
  private static final Logger log = LoggerFactory.getLogger(FreeSpace.class);
  private static final long MOST_DEFAULT_MIN_FREE = 1L << 30;

  private final Disk disk;
  private final Path folder;
  private final SegmentMetrics metrics;
  private final long minBytes;
  private final long maxBlockBytes;
  private volatile @Nullable String shortage;

  FreeSpace(Disk disk, Path folder, RetentionConfig config, SegmentMetrics metrics)
      throws IOException {
    this.disk = disk;
    this.folder = folder;
    this.metrics = metrics;
    long total = disk.totalBytes(folder);
    this.minBytes =
        config.minFreeBytes() > 0
            ? config.minFreeBytes()
            : Math.min(MOST_DEFAULT_MIN_FREE, total / 50);
    this.maxBlockBytes = config.maxBytes() > 0 ? config.maxBytes() : total / 5 * 4;
  }

  /** Bytes that all blocks may take. */
  long maxBlockBytes() {
    return maxBlockBytes;
  }

  /** Why writes are refused, empty when there is room. */
  Optional<String> shortage() {
    return Optional.ofNullable(shortage);
  }

  /** Whether so much more could be written and writes would still be taken. */
  boolean hasRoomFor(long bytes) {
    try {
      return disk.usableBytes(folder) - bytes >= minBytes;
    } catch (IOException e) { // the write that follows will say what is wrong
      return true;
    }
  }

  /** Looks how much there is. Blocking, as a look at the volume is. */
  void look() {
    long free;
    try {
      free = disk.usableBytes(folder);
    } catch (IOException e) { // says nothing of room; writes that fail will
      log.debug("Free room cannot be told folder={}", folder, e);
      return;
    }
    metrics.free(free);
    if (free < minBytes) {
      if (shortage == null) {
        log.error("Writes are refused: the disk is too full folder={} free={}", folder, free);
      }
      shortage =
          "the disk is too full: "
              + free
              + " bytes free, at least "
              + minBytes
              + " wanted (storage.segment.retention.minFreeBytes)";
    } else if (shortage != null && free >= minBytes + minBytes / 8) { // or it would flap
      shortage = null;
      log.info("Writes are taken again: the disk has room folder={} free={}", folder, free);
    }
  }
}
