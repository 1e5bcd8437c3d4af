// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import java.time.Duration;
import java.util.stream.LongStream;

/** Bounds of the buckets of every latency histogram: two a decade and a half, 100 µs to 60 s. */
public final class LatencyBuckets {
  private static final long[] MICROS = {
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

  /** A new array each time: Micrometer keeps what it is given. */
  public static Duration[] fine() {
    return LongStream.of(MICROS)
        .mapToObj(micros -> Duration.ofNanos(micros * 1_000))
        .toArray(Duration[]::new);
  }

  private LatencyBuckets() {}
}
