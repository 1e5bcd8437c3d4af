// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import io.spoor.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a log takes no records: for lack of room, until there is some; or for good.
 *
 * <pre>
 *   none ──noRoom()──► no room ──over()──► none
 *     └────────────────────┴──lasting()──► until restart
 * </pre>
 *
 * <p>Belongs to the log's thread, {@link #reason()} aside.
 */
final class Outage {
  private static final Logger log = LoggerFactory.getLogger(Outage.class);
  private static final long RETRY_MILLIS = 1000;
  private static final long ROOM_BYTES = 1 << 20;

  private final Disk disk;
  private final Path folder;
  private volatile @Nullable String reason;
  private boolean lasting;
  private long wantedBytes;
  private long retryNanos;

  Outage(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
  }

  /** Why records are refused, empty when they are not. From any thread. */
  Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /** The disk is full; this many bytes had no room. */
  void noRoom(long bytes) {
    if (lasting) {
      return;
    }
    wantedBytes = ROOM_BYTES + 2 * bytes;
    retryLater();
    if (reason == null) {
      log.error("The log takes no records: its disk is full folder={}", folder);
    }
    reason = "the disk is full";
  }

  /** Nothing can be written any more. */
  void lasting(String why, Throwable cause) {
    lasting = true;
    reason = "the log is broken until the next start: " + why;
    log.error("The log takes no more records until the next start folder={}", folder, cause);
  }

  /** Whether it ends as soon as there is room. */
  boolean isForRoom() {
    return reason != null && !lasting;
  }

  /** How long to wait at most until {@link #isToRetry()}. */
  long maxWaitMillis() {
    return Math.max(1, (retryNanos - System.nanoTime()) / 1_000_000);
  }

  /** Has the next look for room come at once. */
  void retryNow() {
    retryNanos = System.nanoTime();
  }

  void retryLater() {
    retryNanos = System.nanoTime() + RETRY_MILLIS * 1_000_000;
  }

  /** Whether it is time to try again, and there seems to be room. */
  boolean isToRetry() {
    if (!isForRoom() || System.nanoTime() - retryNanos < 0) {
      return false;
    }
    retryLater();
    try {
      return disk.usableBytes(folder) >= wantedBytes;
    } catch (IOException expected) { // the write that follows will say what is wrong
      return true;
    }
  }

  void over() {
    reason = null;
    log.info("The log takes records again folder={}", folder);
  }
}
