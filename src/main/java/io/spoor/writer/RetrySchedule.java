// SPDX-License-Identifier: Apache-2.0
package io.spoor.writer;

import io.spoor.config.WriterConfig;
import io.spoor.model.Deadline;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Exponential back-off with full jitter: the pause before try n is drawn evenly from [1 ms,
 * min(max, initial · 2ⁿ)], so that batches that failed together do not come back together.
 */
final class RetrySchedule {
  private final long initialMillis;
  private final long maxMillis;

  RetrySchedule(WriterConfig config) {
    initialMillis = config.retryInitial().toMillis();
    maxMillis = config.retryMax().toMillis();
  }

  /**
   * Milliseconds to wait before the next try, or -1 when that would be past the deadline.
   *
   * @param failures how often the batch has failed, at least 1
   */
  long pauseMillis(int failures, Deadline deadline) {
    long cap = Math.min(maxMillis, initialMillis << Math.min(failures - 1, 20));
    long pause = ThreadLocalRandom.current().nextLong(1, Math.max(2, cap + 1));
    return pause < deadline.remainingMillis() ? pause : -1;
  }
}
