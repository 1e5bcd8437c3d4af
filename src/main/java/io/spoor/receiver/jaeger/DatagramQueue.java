// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import io.spoor.config.AgentPortConfig;
import io.spoor.receiver.ByteBudget;
import io.spoor.receiver.Reservation;
import io.spoor.telemetry.IntakeReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams that wait to be decoded, bounded in bytes: one too many is not taken. They are given
 * out several at a time, once there are enough of them or the oldest has waited long enough.
 * Thread-safe.
 */
// Hot path: entered once a datagram
final class DatagramQueue {
  private static final int OVERHEAD_BYTES = 64; // so that empty datagrams are not free

  private final long maxBytes;
  private final long batchBytes;
  private final long delayNanos;

  // Guarded by this.
  private final Reservation reservation; // for what waits
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private long bytes;
  private long oldestNanos; // when the first one came
  private boolean closed;

  DatagramQueue(AgentPortConfig config, ByteBudget budget) {
    this.maxBytes = config.queueBytes();
    this.batchBytes = config.batchBytes();
    this.delayNanos = config.batchDelay().toNanos();
    this.reservation = budget.open();
  }

  /** Adds a datagram, which belongs to the queue then; null, or why it was not taken. */
  synchronized @Nullable IntakeReason offer(byte[] datagram) {
    long added = (long) datagram.length + OVERHEAD_BYTES;
    if (closed) {
      return IntakeReason.UNAVAILABLE;
    }
    if (bytes + added > maxBytes) {
      return IntakeReason.QUEUE_FULL;
    }
    if (!reservation.tryGrow(added)) {
      return IntakeReason.BUDGET_FULL;
    }
    boolean first = waiting.isEmpty();
    waiting.add(datagram);
    bytes += added;
    if (first) {
      oldestNanos = System.nanoTime();
    }
    if (first || (bytes >= batchBytes && bytes - added < batchBytes)) {
      notifyAll();
    }
    return null;
  }

  /**
   * Waits for datagrams.
   *
   * @return the oldest ones, of about a batch; none once the queue is closed and empty
   */
  synchronized List<byte[]> take() throws InterruptedException {
    while (!closed && bytes < batchBytes) {
      if (waiting.isEmpty()) {
        wait();
        continue;
      }
      long left = oldestNanos + delayNanos - System.nanoTime();
      if (left <= 0) {
        break;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    List<byte[]> taken = new ArrayList<>();
    long sum = 0;
    while (!waiting.isEmpty() && (sum == 0 || sum + waiting.getFirst().length <= batchBytes)) {
      byte[] datagram = waiting.removeFirst();
      sum += datagram.length + OVERHEAD_BYTES;
      taken.add(datagram);
    }
    bytes -= sum;
    reservation.shrink(sum);
    return taken;
  }

  /** Takes no more; what waits is still given out. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Bytes that wait. */
  synchronized long bytes() {
    return bytes;
  }
}
