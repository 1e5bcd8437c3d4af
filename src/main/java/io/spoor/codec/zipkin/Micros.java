// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

/** Microseconds, as all of Zipkin's times are, in nanoseconds. */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class Micros {
  private static final long NANOS = 1_000;
  private static final long MAX = Long.MAX_VALUE / NANOS;

  private Micros() {}

  /** Nanoseconds; a negative number is 0, and one beyond the year 2262 becomes that. */
  static long toNanos(long micros) {
    return Math.max(0, Math.min(micros, MAX)) * NANOS;
  }

  /** End of what began at a time; not beyond 64 bits. */
  static long endNanos(long startNanos, long durationMicros) {
    return startNanos + toNanos(durationMicros);
  }
}
