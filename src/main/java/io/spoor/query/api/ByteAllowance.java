// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.codec.Allowance;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one request body and all that is made of it may take, out of a bound for the process.
 *
 * <p>Grows on one thread at a time; the bound is shared.
 */
final class ByteAllowance implements Allowance {
  private final AtomicLong left;
  private long taken;

  /**
   * Starts with nothing.
   *
   * @param left what all allowances together may still take
   */
  ByteAllowance(AtomicLong left) {
    this.left = left;
  }

  @Override
  public boolean tryGrow(long bytes) {
    if (left.addAndGet(-bytes) < 0) {
      left.addAndGet(bytes);
      return false;
    }
    taken += bytes;
    return true;
  }

  /** Gives all back. */
  void release() {
    left.addAndGet(taken);
    taken = 0;
  }
}
