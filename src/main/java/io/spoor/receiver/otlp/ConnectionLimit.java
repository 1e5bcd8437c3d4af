// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.otlp;

import java.util.concurrent.atomic.AtomicInteger;

/** Bounds the open connections of one port, over all its event loops. */
final class ConnectionLimit {
  private final int max;
  private final AtomicInteger open = new AtomicInteger();

  ConnectionLimit(int max) {
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

  void close() {
    open.decrementAndGet();
  }
}
