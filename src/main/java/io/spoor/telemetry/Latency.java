// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** Makes timers that all have the same fixed histogram buckets, so that they can be compared. */
public final class Latency {
  private Latency() {}

  /**
   * Registers a timer with buckets from 100 µs to 60 s, exported in seconds.
   *
   * @param tags keys and values in turn, out of enums only
   */
  public static Timer timer(
      MeterRegistry registry, String name, String description, String... tags) {
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(LatencyBuckets.fine())
        .register(registry);
  }
}
