// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.bus.Refusal;
import io.spoor.bus.RefusedException;
import io.spoor.storage.StorageException;
import io.spoor.telemetry.QueryMetrics.Outcome;
import org.jspecify.annotations.Nullable;

/** Says what went wrong in the words of the bus. */
final class Refusals {

  /** The refusal for any failure. */
  static RefusedException of(Throwable failure) {
    if (failure instanceof RefusedException refused) {
      return refused;
    }
    boolean forGood = failure instanceof StorageException known && !known.retryable();
    return new RefusedException(
        forGood ? Refusal.UNSUPPORTED : Refusal.STORAGE_FAILED,
        String.valueOf(failure.getMessage()));
  }

  static RefusedException deadlineExceeded() {
    return new RefusedException(
        Refusal.DEADLINE_EXCEEDED, "the answer was not read before the deadline");
  }

  static RefusedException stopping() {
    return new RefusedException(Refusal.UNAVAILABLE, "shutting down");
  }

  /** How a request ended that failed so, or not at all. */
  static Outcome outcome(@Nullable Throwable failure) {
    if (failure == null) {
      return Outcome.ANSWERED;
    }
    return switch (Refusal.of(failure)) {
      case QUEUE_FULL, UNAVAILABLE -> Outcome.REFUSED;
      case DEADLINE_EXCEEDED -> Outcome.TIMED_OUT;
      case UNSUPPORTED, MALFORMED, TOO_LARGE -> Outcome.UNSUPPORTED;
      case STORAGE_FAILED -> Outcome.FAILED;
    };
  }

  private Refusals() {}
}
