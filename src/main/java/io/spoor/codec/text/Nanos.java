// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.text;

/** Arithmetic on times in nanoseconds that stops at the ends of the range instead of wrapping. */
public final class Nanos {

  /** The product, or the end of the range that it passed. */
  public static long saturated(long count, long unitNanos) {
    long high = Math.multiplyHigh(count, unitNanos);
    long low = count * unitNanos;
    if (high == low >> 63) {
      return low;
    }
    return high < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  /**
   * A time as unsigned nanoseconds since the epoch: 0 before it, the greatest that there is ({@code
   * -1}) past the year 2554.
   *
   * @param count of units since the epoch
   */
  public static long time(long count, long unitNanos) {
    if (count < 0) {
      return 0;
    }
    return Math.multiplyHigh(count, unitNanos) == 0 ? count * unitNanos : -1;
  }

  /** An unsigned time so much earlier, or 0. */
  public static long before(long unixNano, long nanos) {
    return Long.compareUnsigned(unixNano, nanos) < 0 ? 0 : unixNano - nanos;
  }

  private Nanos() {}
}
