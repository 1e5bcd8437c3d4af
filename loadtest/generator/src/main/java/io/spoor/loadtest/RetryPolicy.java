// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import java.util.concurrent.ThreadLocalRandom;

/**
 * When a refused request is sent again: when the server said, else with exponential back-off.
 *
 * @param maxAttempts 1 for no retry
 */
record RetryPolicy(int maxAttempts) {
  private static final long FIRST_DELAY_MILLIS = 100;
  private static final long MAX_DELAY_MILLIS = 5_000;

  boolean mayRetry(int attempts) {
    return attempts < maxAttempts;
  }

  /** With jitter upwards only: a server's hint is a minimum. */
  long delayMillis(int attempts, long hintMillis) {
    long delay =
        hintMillis == Answer.NO_HINT
            ? Math.min(MAX_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(10, attempts - 1))
            : Math.min(60_000, hintMillis);
    return delay + ThreadLocalRandom.current().nextLong(delay / 4 + 2);
  }
}
