// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.http;

import java.time.Duration;
import java.util.Optional;

/** Reads the {@code grpc-timeout} header: one to eight digits and a unit. */
final class GrpcTimeout {
  private static final int MAX_DIGITS = 8;

  private GrpcTimeout() {}

  /** Empty when the text is not a timeout. */
  static Optional<Duration> parse(String text) {
    int digits = text.length() - 1;
    if (digits < 1 || digits > MAX_DIGITS) {
      return Optional.empty();
    }
    long value = 0;
    for (int i = 0; i < digits; i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return Optional.empty();
      }
      value = value * 10 + (digit - '0');
    }
    return of(value, text.charAt(digits));
  }

  private static Optional<Duration> of(long value, char unit) {
    return switch (unit) {
      case 'H' -> Optional.of(Duration.ofHours(value));
      case 'M' -> Optional.of(Duration.ofMinutes(value));
      case 'S' -> Optional.of(Duration.ofSeconds(value));
      case 'm' -> Optional.of(Duration.ofMillis(value));
      case 'u' -> Optional.of(Duration.ofNanos(value * 1_000));
      case 'n' -> Optional.of(Duration.ofNanos(value));
      default -> Optional.empty();
    };
  }
}
