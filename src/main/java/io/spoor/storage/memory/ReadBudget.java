// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import io.spoor.storage.ReadLimits;
import io.spoor.storage.StorageException;

/** What is left of the limits of one read. Used by one thread at a time. */
final class ReadBudget {
  private final ReadLimits limits;
  private long bytes;
  private String exhausted = "";

  ReadBudget(ReadLimits limits) {
    this.limits = limits;
  }

  /** Spends bytes; false, now and ever after, once a limit is reached. */
  boolean spend(long moreBytes) {
    bytes += moreBytes;
    if (exhausted.isEmpty() && limits.deadline().hasPassed()) {
      exhausted = "deadline passed";
    } else if (exhausted.isEmpty() && bytes > limits.maxBytes()) {
      exhausted = "read limit of " + limits.maxBytes() + " bytes reached";
    }
    return exhausted.isEmpty();
  }

  /** Which limit was reached; empty when none was. */
  String exhausted() {
    return exhausted;
  }

  /** Spends bytes for an answer that cannot say that it is incomplete. */
  void spendOrFail(long moreBytes) {
    if (!spend(moreBytes)) {
      throw StorageException.retryable(exhausted, null);
    }
  }
}
