// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;

/** Makes timers that all have the same fixed histogram buckets, so that they can be compared. */
public final class Latency {
  private static final long[] BUCKET_MICROS = {
    100,
    250,
    500,
    1_000,
    2_500,
    5_000,
    10_000,
    25_000,
    50_000,
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000,
    30_000_000,
    60_000_000
  };

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
        .serviceLevelObjectives(buckets())
        .register(registry);
  }

  /** A new array each time: Micrometer keeps what it is given. */
  private static Duration[] buckets() {
    return LongStream.of(BUCKET_MICROS)
        .mapToObj(micros -> Duration.ofNanos(micros * 1_000))
        .toArray(Duration[]::new);
  }
}
