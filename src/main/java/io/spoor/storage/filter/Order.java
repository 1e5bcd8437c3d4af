// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.filter;

import io.spoor.model.filter.SpanFilter.Operator;
import java.util.function.DoublePredicate;

/** What is more and what is less. */
// Hot path: a search may run it once per value
final class Order {

  /** Whether a comparison that had this result holds. */
  static boolean holds(Operator operator, int result) {
    return switch (operator) {
      case EQ -> result == 0;
      case NE -> result != 0;
      case GT -> result > 0;
      case LT -> result < 0;
      case GTE -> result >= 0;
      case LTE -> result <= 0;
    };
  }

  /** By Unicode code points, as their bytes in UTF-8 are ordered. */
  static int compare(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        return Character.isSurrogate(a) == Character.isSurrogate(b)
            ? Character.compare(a, b)
            : Character.isSurrogate(a) ? 1 : -1;
      }
    }
    return Integer.compare(one.length(), other.length());
  }

  /** Exactly: the integer is not rounded. A number that is none is not comparable: see callers. */
  static int compare(long integer, double real) {
    if (real >= 0x1p63) {
      return -1;
    }
    if (real < -0x1p63) {
      return 1;
    }
    long whole = (long) real; // rounds towards zero
    int byWhole = Long.compare(integer, whole);
    return byWhole != 0 ? byWhole : Double.compare(0.0, real - whole + 0.0);
  }

  /** A number that is none fulfils no comparison. */
  static DoublePredicate ofReals(Operator operator, double wanted) {
    return switch (operator) {
      case EQ -> value -> value == wanted;
      case NE -> value -> value < wanted || value > wanted;
      case GT -> value -> value > wanted;
      case LT -> value -> value < wanted;
      case GTE -> value -> value >= wanted;
      case LTE -> value -> value <= wanted;
    };
  }

  private Order() {}
}
