// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** Time that moves when it is told to: of day, and since some moment. */
final class TestClock extends Clock {
  private final AtomicLong millis = new AtomicLong(1_795_176_000_000L); // 2026-11-20T12:00Z
  private final AtomicLong nanos = new AtomicLong();

  /** Moves both. */
  void pass(Duration time) {
    jump(time);
    nanos.addAndGet(time.toNanos());
  }

  /** Moves the time of day alone, as who sets a clock does. */
  void jump(Duration time) {
    millis.addAndGet(time.toMillis());
  }

  long nanoTime() {
    return nanos.get();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
