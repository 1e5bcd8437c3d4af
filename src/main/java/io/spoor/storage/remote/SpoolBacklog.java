// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which records of the log are still to be sent, in their order.
 *
 * <pre>
 *  … taken │ in memory, up to a bound │ on disk only … durable
 * </pre>
 *
 * <p>As long as the collector keeps up, all of them are in memory. What does not fit there is read
 * back from disk when its turn comes; new records go to memory again once all of that was taken.
 * Thread-safe.
 */
final class SpoolBacklog {
  private final long maxBytes;

  // Guarded by this.
  private final ArrayDeque<SpoolRecord> memory = new ArrayDeque<>();
  private long bytes;
  private long taken; // all records up to this one were given out
  private long durable; // the last one of the log
  private boolean onDisk; // whether records after those in memory are on disk only
  private boolean closed;

  /** Starts with records that are on disk, after {@code taken} and up to {@code durable}. */
  SpoolBacklog(long maxBytes, long taken, long durable) {
    this.maxBytes = maxBytes;
    this.taken = taken;
    this.durable = Math.max(taken, durable);
    this.onDisk = durable > taken;
  }

  /** A record became durable. In their order. */
  synchronized void add(SpoolRecord appended) {
    durable = appended.sequence();
    if (!onDisk && bytes + appended.bytes() <= maxBytes) {
      memory.add(appended);
      bytes += appended.bytes();
    } else {
      onDisk = true;
    }
    notifyAll();
  }

  /**
   * Takes the next record from memory.
   *
   * @return null when there is none there: they are on disk, the time is over, or this is closed
   */
  synchronized @Nullable SpoolRecord take(long maxMillis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(maxMillis);
    while (memory.isEmpty() && !onDisk && !closed && System.nanoTime() - end < 0) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end - System.nanoTime()));
    }
    SpoolRecord next = closed ? null : memory.poll();
    if (next != null) {
      bytes -= next.bytes();
      taken = next.sequence();
    }
    return next;
  }

  /** Whether the next record has to be read from disk. */
  synchronized boolean isOnDisk() {
    return memory.isEmpty() && onDisk;
  }

  /** The last record that may be read from disk now. */
  synchronized long durable() {
    return durable;
  }

  /** The last record that was given out. */
  synchronized long taken() {
    return taken;
  }

  /** The records up to this one were read from disk. */
  synchronized void tookFromDisk(long sequence) {
    taken = Math.max(taken, sequence);
    onDisk = durable > taken;
  }

  /** Waits so long, unless this is closed meanwhile. */
  synchronized void pause(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!closed && System.nanoTime() - end < 0) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end - System.nanoTime()));
    }
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized boolean isClosed() {
    return closed;
  }
}
