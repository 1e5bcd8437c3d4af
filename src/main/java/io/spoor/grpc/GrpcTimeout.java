// SPDX-License-Identifier: Apache-2.0
package io.spoor.grpc;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads the {@code grpc-timeout} header: one to eight digits and a unit. */
final class GrpcTimeout {
  private static final int MAX_DIGITS = 8;

  private GrpcTimeout() {}

  /** Null when the text is not a timeout. */
  static @Nullable Duration parse(String text) {
    int digits = text.length() - 1;
    if (digits < 1 || digits > MAX_DIGITS) {
      return null;
    }
    long value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      value = value * 10 + digit;
    }
    return switch (text.charAt(digits)) {
      case 'H' -> Duration.ofHours(value);
      case 'M' -> Duration.ofMinutes(value);
      case 'S' -> Duration.ofSeconds(value);
      case 'm' -> Duration.ofMillis(value);
      case 'u' -> Duration.ofNanos(value * 1_000);
      case 'n' -> Duration.ofNanos(value);
      default -> null;
    };
  }
}
