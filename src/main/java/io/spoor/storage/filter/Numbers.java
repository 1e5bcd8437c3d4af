// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.filter;

import io.spoor.model.filter.SpanFilter.Operator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.LongPredicate;

/** Constants that are numbers, compared without a loss. */
final class Numbers {
  private static final double BEYOND_LONG = 1e19;
  private static final double NEAR_ZERO = 1e-300;
  private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  /** The nearest floating-point number; that of a zero has no sign. */
  static double real(String text) {
    return Double.parseDouble(text) + 0.0;
  }

  /** The integer that the text is, if it is one of 64 bits. */
  static Optional<Long> exactLong(String text) {
    BigDecimal number = decimal(text);
    boolean isLong =
        number.compareTo(LONG_MIN) >= 0
            && number.compareTo(LONG_MAX) <= 0
            && number.stripTrailingZeros().scale() <= 0;
    return isLong ? Optional.of(number.longValueExact()) : Optional.empty();
  }

  /** The number; in place of one far beyond 64 bits or next to zero, one that compares alike. */
  private static BigDecimal decimal(String text) {
    double near = Double.parseDouble(text);
    if (Math.abs(near) > BEYOND_LONG) {
      return BigDecimal.valueOf(Math.copySign(BEYOND_LONG, near));
    }
    if (Math.abs(near) >= NEAR_ZERO) {
      return new BigDecimal(text);
    }
    boolean isZero = text.chars().takeWhile(c -> c != 'e' && c != 'E').noneMatch(Numbers::counts);
    return isZero ? BigDecimal.ZERO : BigDecimal.valueOf(text.startsWith("-") ? -0.5 : 0.5);
  }

  private static boolean counts(int c) {
    return c >= '1' && c <= '9';
  }

  /** Integers more, or less, than a number that need not be one. */
  static LongPredicate ordered(Operator operator, String text) {
    BigDecimal number = decimal(text);
    return switch (operator) {
      case GT -> above(number.setScale(0, RoundingMode.FLOOR));
      case GTE -> not(below(number.setScale(0, RoundingMode.CEILING)));
      case LT -> below(number.setScale(0, RoundingMode.CEILING));
      case LTE -> not(above(number.setScale(0, RoundingMode.FLOOR)));
      case EQ, NE -> throw new IllegalArgumentException(operator + " orders nothing");
    };
  }

  private static LongPredicate above(BigDecimal whole) {
    if (whole.compareTo(LONG_MIN) < 0) {
      return value -> true;
    }
    long least = whole.min(LONG_MAX).longValueExact();
    return value -> value > least;
  }

  private static LongPredicate below(BigDecimal whole) {
    if (whole.compareTo(LONG_MAX) > 0) {
      return value -> true;
    }
    long most = whole.max(LONG_MIN).longValueExact();
    return value -> value < most;
  }

  private static LongPredicate not(LongPredicate predicate) {
    return value -> !predicate.test(value);
  }

  static LongPredicate oneOf(Collection<Long> values) {
    long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
    if (sorted.length == 1) {
      long only = sorted[0];
      return value -> value == only;
    }
    return value -> Arrays.binarySearch(sorted, value) >= 0;
  }

  static DoublePredicate oneOfReals(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return value -> Arrays.binarySearch(sorted, value + 0.0) >= 0; // of two zeros either will do
  }

  private Numbers() {}
}
