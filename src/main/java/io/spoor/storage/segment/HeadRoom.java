// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for spans that are on their way into a head, or in one: reserved before the log has them,
 * so that what is durable always has room. From any thread.
 */
// Hot path: see docs/adr/0008-write-ahead-log.md
final class HeadRoom {
  private final long maxBytes;
  private final AtomicLong used = new AtomicLong();

  HeadRoom(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  long maxBytes() {
    return maxBytes;
  }

  long usedBytes() {
    return used.get();
  }

  /** Takes so many bytes, or none when there is no room for them. */
  boolean reserve(long bytes) {
    long before = used.get();
    while (before + bytes <= maxBytes) {
      if (used.compareAndSet(before, before + bytes)) {
        return true;
      }
      before = used.get();
    }
    return false;
  }

  /** Corrects a reservation by what was really used, more or less; may go above the bound. */
  void correct(long moreBytes) {
    used.addAndGet(moreBytes);
  }

  void release(long bytes) {
    used.addAndGet(-bytes);
  }
}
