// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that moves only when told to. */
public final class AdjustableClock extends Clock {
  private volatile Instant now;

  /** Starts at this instant. */
  public AdjustableClock(Instant start) {
    this.now = start;
  }

  /** Moves on. */
  public void advance(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  public Instant instant() {
    return now;
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
