// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the time of day is to be believed where spans are deleted by it. After it was set ahead,
 * it is not for an hour: time to put a wrong clock right. A pause of the process or the machine
 * looks the same. By one thread.
 */
final class ClockWatch {
  static final Duration DOUBT = Duration.ofHours(1);
  private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);
  private static final long MAX_DRIFT_MILLIS = 60_000; // between two looks

  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Runnable jumped;
  private boolean looked;
  private long lastMillis;
  private long lastNanos;
  private boolean doubted;
  private long doubtedUntilNanos;

  /**
   * Knows no time yet.
   *
   * @param nanoTime a clock that never goes backwards
   * @param jumped told of each time that the clock was set
   */
  ClockWatch(Clock clock, LongSupplier nanoTime, Runnable jumped) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.jumped = jumped;
  }

  /**
   * Looks at the clock.
   *
   * @param newestUnixMilli when the newest spans came, which the first look compares it with;
   *     negative when there are none
   * @return whether it is to be believed
   */
  boolean isBelieved(long newestUnixMilli) {
    long nanos = nanoTime.getAsLong();
    long millis = clock.millis();
    if (looked) {
      long passed = (nanos - lastNanos) / 1_000_000;
      note(millis - lastMillis - passed, MAX_DRIFT_MILLIS, nanos);
    } else if (newestUnixMilli >= 0) {
      note(millis - newestUnixMilli, DOUBT.toMillis(), nanos);
    }
    looked = true;
    lastMillis = millis;
    lastNanos = nanos;
    doubted &= nanos - doubtedUntilNanos < 0;
    return !doubted;
  }

  private void note(long aheadMillis, long maxMillis, long nanos) {
    if (aheadMillis > maxMillis) {
      doubted = true;
      doubtedUntilNanos = nanos + DOUBT.toNanos();
      log.warn(
          "The clock is {} ahead of what was expected: nothing is deleted by age for {}",
          Duration.ofMillis(aheadMillis),
          DOUBT);
      jumped.run();
    } else if (aheadMillis < -MAX_DRIFT_MILLIS) {
      log.warn("The clock is {} behind what was expected", Duration.ofMillis(-aheadMillis));
      jumped.run();
    }
  }
}
