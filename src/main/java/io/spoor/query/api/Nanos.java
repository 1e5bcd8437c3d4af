// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

/** Arithmetic on times in nanoseconds that stops at the ends of the range instead of wrapping. */
final class Nanos {

  /** The product, or the end of the range that it passed. */
  static long saturated(long count, long unitNanos) {
    long high = Math.multiplyHigh(count, unitNanos);
    long low = count * unitNanos;
    if (high == low >> 63) {
      return low;
    }
    return high < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  /** The sum, or the end of the range that it passed. */
  static long saturatedSum(long a, long b) {
    long sum = a + b;
    if (((a ^ sum) & (b ^ sum)) < 0) {
      return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return sum;
  }

  private Nanos() {}
}
