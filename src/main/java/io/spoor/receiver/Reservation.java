// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver;

import io.spoor.codec.Allowance;
import io.spoor.telemetry.IntakeReason;

/**
 * What one request holds of the {@link ByteBudget}.
 *
 * <p>It goes with the request from thread to thread, used by one at a time. Whoever has the request
 * in the end closes it.
 */
public final class Reservation implements Allowance, AutoCloseable {
  private final ByteBudget budget;
  private final Runnable whenClosed;

  // Guarded by this, though hardly ever contended: one thread has the request at a time.
  private long bytes;
  private boolean closed;
  private IntakeReason shortage = IntakeReason.BUDGET_FULL;

  Reservation(ByteBudget budget, Runnable whenClosed) {
    this.budget = budget;
    this.whenClosed = whenClosed;
  }

  /** Takes more. When false, {@link #shortage()} tells why. */
  @Override
  public synchronized boolean tryGrow(long more) {
    if (closed) {
      throw new IllegalStateException("the reservation is closed");
    }
    if (bytes + more > budget.maxBytes()) {
      shortage = IntakeReason.TOO_LARGE; // it would be, even if it were alone
      return false;
    }
    if (!budget.tryAcquire(more)) {
      shortage = IntakeReason.BUDGET_FULL;
      return false;
    }
    bytes += more;
    return true;
  }

  /** Takes more, or fails as {@link #shortage()} says. */
  void grow(long more) {
    if (!tryGrow(more)) {
      throw shortfall();
    }
  }

  /** Gives some back. */
  public synchronized void shrink(long fewer) {
    settle(bytes - fewer);
  }

  /**
   * Holds exactly this much from now on, which is what the request turned out to retain. Always
   * granted: the memory is taken already.
   */
  public synchronized void settle(long retained) {
    if (!closed) {
      budget.adjust(retained - bytes);
      bytes = retained;
    }
  }

  /** What it holds now. */
  public synchronized long bytes() {
    return bytes;
  }

  /** Why the last attempt to grow failed: too large for good, or no room now. */
  public synchronized IntakeReason shortage() {
    return shortage;
  }

  IntakeException shortfall() {
    return shortage() == IntakeReason.TOO_LARGE
        ? new IntakeException(
            IntakeReason.TOO_LARGE,
            "the request needs more memory than admission.maxInFlightBytes, " + budget.maxBytes())
        : new IntakeException(IntakeReason.BUDGET_FULL, "too much is in flight; try again");
  }

  /** Gives everything back. Closing again does nothing. */
  @Override
  public synchronized void close() {
    if (!closed) {
      settle(0);
      closed = true;
      whenClosed.run();
    }
  }
}
