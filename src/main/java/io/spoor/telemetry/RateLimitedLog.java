// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Warns at most once in an interval, with how much happened since the last line.
 *
 * <p>One instance per call site, kept in a field. Callable from any thread; a line that is held
 * back costs an addition and a comparison.
 */
public final class RateLimitedLog {
  /** The interval for call sites that have no reason for another. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);

  private final Logger log;
  private final long intervalNanos;
  private final LongSupplier nanoTime;

  private final AtomicLong sinceLastLine = new AtomicLong();
  private final AtomicLong nextLineNanos;

  /** Warns through this logger at most every ten seconds. */
  public RateLimitedLog(Logger log) {
    this(log, DEFAULT_INTERVAL, System::nanoTime);
  }

  /**
   * Warns through this logger.
   *
   * @param nanoTime a clock that never goes backwards, such as {@link System#nanoTime}
   */
  public RateLimitedLog(Logger log, Duration interval, LongSupplier nanoTime) {
    this.log = requireNonNull(log, "log");
    this.intervalNanos = interval.toNanos();
    this.nanoTime = requireNonNull(nanoTime, "nanoTime");
    this.nextLineNanos = new AtomicLong(nanoTime.getAsLong());
  }

  /**
   * Warns, or counts silently when the last line is too recent.
   *
   * @param count what happened now, in the unit of the message (spans, requests); the line ends
   *     with {@code count=} and the sum since the last one
   */
  public void warn(long count, String message) {
    sinceLastLine.addAndGet(count);
    if (due()) {
      log.warn("{} count={}", message, sinceLastLine.getAndSet(0));
    }
  }

  /** Warns as {@link #warn(long, String)} does, and says what caused this last one. */
  public void warn(long count, String message, Throwable cause) {
    sinceLastLine.addAndGet(count);
    if (due()) {
      log.warn("{} count={}", message, sinceLastLine.getAndSet(0), cause);
    }
  }

  private boolean due() {
    long now = nanoTime.getAsLong();
    long next = nextLineNanos.get();
    return now - next >= 0 && nextLineNanos.compareAndSet(next, now + intervalNanos);
  }
}
