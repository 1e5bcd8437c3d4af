// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.http;

import java.util.concurrent.atomic.AtomicInteger;

/** Bounds the open connections of one port, over all its event loops. */
public final class ConnectionLimit {
  private final int max;
  private final AtomicInteger open = new AtomicInteger();

  /** Allows so many at once. */
  public ConnectionLimit(int max) {
    this.max = max;
  }

  /** Counts a connection; false when there are too many, and it is not counted. */
  boolean tryOpen() {
    if (open.incrementAndGet() > max) {
      open.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Counts a connection no more. */
  void close() {
    open.decrementAndGet();
  }
}
