// SPDX-License-Identifier: Apache-2.0
package io.spoor.admin;

import java.time.Duration;

/** Durations as Go prints them, which is what Jaeger's health answer shows. */
final class GoDuration {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private GoDuration() {}

  /**
   * The text of a duration: {@code 0s}, {@code 1.5µs}, {@code 20ms}, {@code 1m0.25s}, {@code
   * 26h0m3s}.
   *
   * @param duration below 292 years either way
   */
  static String text(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos < 0) {
      return "-" + text(duration.negated());
    }
    return nanos < NANOS_PER_SECOND ? small(nanos) : large(nanos);
  }

  private static String small(long nanos) {
    if (nanos == 0) {
      return "0s";
    }
    if (nanos < 1_000) {
      return nanos + "ns";
    }
    return nanos < 1_000_000 ? decimal(nanos, 1_000) + "µs" : decimal(nanos, 1_000_000) + "ms";
  }

  private static String large(long nanos) {
    long minutes = nanos / (60 * NANOS_PER_SECOND);
    String seconds = decimal(nanos % (60 * NANOS_PER_SECOND), NANOS_PER_SECOND) + "s";
    if (minutes == 0) {
      return seconds;
    }
    return minutes < 60
        ? minutes + "m" + seconds
        : minutes / 60 + "h" + minutes % 60 + "m" + seconds;
  }

  /** The quotient with as many decimals as it needs and no more. */
  private static String decimal(long value, long unit) {
    long fraction = value % unit;
    if (fraction == 0) {
      return Long.toString(value / unit);
    }
    String decimals = Long.toString(unit + fraction).substring(1); // keeps leading zeros
    return value / unit + "." + decimals.replaceAll("0+$", "");
  }
}
