// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

/** What is left of the limits of one read. Used by one thread at a time. */
public final class ReadBudget {
  private final ReadLimits limits;
  private long bytes;
  private String exhausted = "";

  /** Nothing is spent yet. */
  public ReadBudget(ReadLimits limits) {
    this.limits = limits;
  }

  /** Spends bytes; false, now and ever after, once a limit is reached. */
  public boolean spend(long moreBytes) {
    bytes += moreBytes;
    if (exhausted.isEmpty() && limits.deadline().hasPassed()) {
      exhausted = "deadline passed";
    } else if (exhausted.isEmpty() && bytes > limits.maxBytes()) {
      exhausted = "read limit of " + limits.maxBytes() + " bytes reached";
    }
    return exhausted.isEmpty();
  }

  /** Which limit was reached; empty when none was. */
  public String exhausted() {
    return exhausted;
  }

  /**
   * Spends bytes for an answer that cannot say that it is incomplete.
   *
   * @throws StorageException retryable, once a limit is reached
   */
  public void spendOrFail(long moreBytes) {
    if (!spend(moreBytes)) {
      throw StorageException.retryable(exhausted, null);
    }
  }
}
