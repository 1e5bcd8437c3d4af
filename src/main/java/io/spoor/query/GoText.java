// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Durations and times as Go prints them, which is how Jaeger's warnings have them. */
final class GoText {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** A duration such as {@code 1h2m3.5s}, {@code -4.625890669s}, {@code 10µs} or {@code 0s}. */
  static String duration(long nanos) {
    String sign = nanos < 0 ? "-" : "";
    long size = nanos < 0 ? -nanos : nanos; // Long.MIN_VALUE stays itself: read as unsigned below
    if (Long.compareUnsigned(size, NANOS_PER_SECOND) < 0) {
      return sign + belowSecond(size);
    }
    long seconds = Long.divideUnsigned(size, NANOS_PER_SECOND);
    long minutes = seconds / 60;
    long hours = minutes / 60;
    return sign
        + (hours > 0 ? hours + "h" : "")
        + (minutes > 0 ? minutes % 60 + "m" : "")
        + seconds % 60
        + fraction(Long.remainderUnsigned(size, NANOS_PER_SECOND), NANOS_PER_SECOND)
        + "s";
  }

  /** A time in UTC such as {@code 2026-11-20 12:00:00.5 +0000 UTC}. */
  static String time(long unixNano) {
    Instant instant = Instant.ofEpochSecond(0, unixNano);
    return SECONDS.format(instant)
        + fraction(Math.floorMod(unixNano, NANOS_PER_SECOND), NANOS_PER_SECOND)
        + " +0000 UTC";
  }

  private static String belowSecond(long nanos) {
    if (nanos == 0) {
      return "0s";
    }
    if (nanos < 1_000) {
      return nanos + "ns";
    }
    return nanos < 1_000_000
        ? nanos / 1_000 + fraction(nanos % 1_000, 1_000) + "µs"
        : nanos / 1_000_000 + fraction(nanos % 1_000_000, 1_000_000) + "ms";
  }

  /** Digits after the point without trailing zeros, the point included; empty for 0. */
  private static String fraction(long part, long whole) {
    if (part == 0) {
      return "";
    }
    String digits = Long.toString(whole + part).substring(1);
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return "." + digits.substring(0, end);
  }

  private GoText() {}
}
