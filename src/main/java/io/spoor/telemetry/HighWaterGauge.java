// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A level, and the highest it has stood at lately: {@code name} and {@code name.max}.
 *
 * <p>The high-water mark covers the window under way and the one before it, each {@link #WINDOW}
 * long, so that a peak between two scrapes, however short, is seen by every scraper that comes at
 * least once a window. Callable from any thread.
 */
public final class HighWaterGauge {
  /** Length of a window. */
  public static final Duration WINDOW = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;

  // Guarded by this.
  private long window;
  private long level;
  private long peak; // of the window under way
  private long previousPeak;

  /**
   * Registers both gauges.
   *
   * @param name ends in the unit
   */
  public HighWaterGauge(MeterRegistry registry, String name, String description) {
    this(registry, name, description, System::nanoTime);
  }

  HighWaterGauge(MeterRegistry registry, String name, String description, LongSupplier nanoTime) {
    this.nanoTime = requireNonNull(nanoTime, "nanoTime");
    this.window = currentWindow();
    Gauge.builder(name, this, self -> (double) self.level())
        .description(description)
        .strongReference(true)
        .register(registry);
    Gauge.builder(name + ".max", this, self -> (double) self.highWater())
        .description(description + ", highest of the last one to two minutes")
        .strongReference(true)
        .register(registry);
  }

  /** Sets the level. For callers of one thread; several use {@link #add}. */
  public synchronized void set(long value) {
    turnWindow();
    level = value;
    peak = Math.max(peak, level);
  }

  /** Moves the level; returns where it stands now. */
  public synchronized long add(long change) {
    set(level + change);
    return level;
  }

  /** The level now. */
  public synchronized long level() {
    return level;
  }

  /** The highest level of this window and the one before. */
  public synchronized long highWater() {
    turnWindow();
    return Math.max(peak, previousPeak);
  }

  /** Comes before every change, so a window that was passed over had this one level throughout. */
  private void turnWindow() {
    long now = currentWindow();
    if (now != window) {
      previousPeak = now == window + 1 ? peak : level;
      peak = level;
      window = now;
    }
  }

  private long currentWindow() {
    return Math.floorDiv(nanoTime.getAsLong(), WINDOW.toNanos());
  }
}
