// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A level, and the highest it has stood at lately: {@code name} and {@code name.max}.
 *
 * <p>The high-water mark covers the window under way and the one before it, each {@link #WINDOW}
 * long, so that a peak between two scrapes is seen by every scraper that comes at least once a
 * window. Callable from any thread.
 */
public final class HighWaterGauge {
  /** Length of a window. */
  public static final Duration WINDOW = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private final AtomicLong level = new AtomicLong();
  private final AtomicLong peak = new AtomicLong(); // of the window under way
  private volatile long previousPeak;
  private volatile long windowEndNanos;

  /**
   * Registers both gauges.
   *
   * @param name ends in the unit
   */
  public HighWaterGauge(MeterRegistry registry, String name, String description) {
    this(registry, name, description, System::nanoTime);
  }

  HighWaterGauge(MeterRegistry registry, String name, String description, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.windowEndNanos = nanoTime.getAsLong() + WINDOW.toNanos();
    Gauge.builder(name, level, AtomicLong::get).description(description).register(registry);
    Gauge.builder(name + ".max", this, HighWaterGauge::highWater)
        .description(description + ", highest of the last one to two minutes")
        .register(registry);
  }

  /** Sets the level. */
  public void set(long value) {
    level.set(value);
    raise(value);
  }

  /** Moves the level; returns where it stands now. */
  public long add(long change) {
    long value = level.addAndGet(change);
    raise(value);
    return value;
  }

  /** The level now. */
  public long level() {
    return level.get();
  }

  /** The highest level of this window and the one before. */
  public long highWater() {
    turnWindow();
    return Math.max(peak.get(), previousPeak);
  }

  private void raise(long value) {
    turnWindow();
    if (value > peak.get()) {
      peak.accumulateAndGet(value, Math::max);
    }
  }

  private void turnWindow() {
    long now = nanoTime.getAsLong();
    if (now - windowEndNanos >= 0) {
      turnWindow(now);
    }
  }

  private synchronized void turnWindow(long now) {
    long late = now - windowEndNanos;
    if (late >= 0) { // else another thread was first
      boolean missedOne = late >= WINDOW.toNanos();
      previousPeak = missedOne ? level.get() : peak.get();
      peak.set(level.get());
      windowEndNanos = now + WINDOW.toNanos();
    }
  }
}
