// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Records that wait for the log's thread; bounded in bytes. Thread-safe. */
final class AppendQueue {
  private static final int OVERHEAD_BYTES = 64; // so that empty records are not free

  private final long maxBytes;

  // guarded by this
  private final ArrayDeque<Append> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean closed;
  private boolean woken;

  AppendQueue(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Adds a record, unless there is no room or the queue is closed. One always has room. */
  synchronized boolean offer(Append append) {
    long added = (long) append.body().length + OVERHEAD_BYTES;
    if (closed || (bytes > 0 && bytes + added > maxBytes)) {
      return false;
    }
    bytes += added;
    waiting.add(append);
    notifyAll();
    return true;
  }

  /**
   * Waits for records, and takes all that there are.
   *
   * @param maxMillis how long to wait at most, 0 for as long as it takes
   * @return empty when the time is over, when woken, or when closed
   */
  synchronized List<Append> take(long maxMillis) throws InterruptedException {
    long end = System.nanoTime() + maxMillis * 1_000_000;
    while (waiting.isEmpty() && !closed && !woken) {
      long left = maxMillis == 0 ? 0 : (end - System.nanoTime()) / 1_000_000;
      if (maxMillis > 0 && left <= 0) {
        break;
      }
      wait(left);
    }
    woken = false;
    List<Append> taken = new ArrayList<>(waiting);
    waiting.clear();
    bytes = 0;
    return taken;
  }

  /** Ends the wait of the log's thread. */
  synchronized void wake() {
    woken = true;
    notifyAll();
  }

  /** Takes no more; what waits will still be taken. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  synchronized boolean isClosedAndEmpty() {
    return closed && waiting.isEmpty();
  }
}
