// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

/**
 * Jaeger's times in nanoseconds. What does not fit becomes the nearest that does: a time before the
 * epoch 0, one after 2554 the last nanosecond, a longer duration than 292 years these 292 years.
 */
final class Times {
  static final long NANOS_PER_SECOND = 1_000_000_000;

  private static final long NANOS_PER_MICRO = 1000;
  private static final long MAX_MICROS = Long.divideUnsigned(-1, NANOS_PER_MICRO);
  private static final long MAX_SECONDS = Long.divideUnsigned(-1, NANOS_PER_SECOND);
  private static final long MAX_REST_NANOS = Long.remainderUnsigned(-1, NANOS_PER_SECOND);
  private static final long FEW_SECONDS = 3; // more than nanoseconds can amount to

  /** Microseconds since the epoch as unsigned nanoseconds. */
  static long unixNano(long micros) {
    if (micros < 0) {
      return 0;
    }
    return micros > MAX_MICROS ? -1 : micros * NANOS_PER_MICRO;
  }

  /** A timestamp of protobuf as unsigned nanoseconds since the epoch. */
  static long unixNano(long seconds, int nanos) {
    if (seconds < -FEW_SECONDS) {
      return 0;
    }
    if (seconds > MAX_SECONDS + FEW_SECONDS) {
      return -1;
    }
    long whole = seconds + Math.floorDiv(nanos, NANOS_PER_SECOND);
    long rest = Math.floorMod(nanos, NANOS_PER_SECOND);
    if (whole < 0) {
      return 0;
    }
    boolean tooLate = whole > MAX_SECONDS || (whole == MAX_SECONDS && rest > MAX_REST_NANOS);
    return tooLate ? -1 : whole * NANOS_PER_SECOND + rest;
  }

  /** Microseconds as nanoseconds. */
  static long durationNano(long micros) {
    long nanos = micros * NANOS_PER_MICRO;
    return nanos / NANOS_PER_MICRO == micros ? nanos : saturated(micros);
  }

  /** A duration of protobuf in nanoseconds. */
  static long durationNano(long seconds, int nanos) {
    long whole = seconds * NANOS_PER_SECOND;
    if (whole / NANOS_PER_SECOND != seconds) {
      return saturated(seconds);
    }
    long sum = whole + nanos;
    return ((whole ^ sum) & (nanos ^ sum)) < 0 ? saturated(seconds) : sum;
  }

  private static long saturated(long sign) {
    return sign < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  private Times() {}
}
