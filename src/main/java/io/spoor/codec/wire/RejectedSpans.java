// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.wire;

/** Counts the spans that were left out, and keeps why the first was. Not thread-safe. */
public final class RejectedSpans {
  private int count;
  private String reason = "";

  /** Starts with the next body. */
  public void clear() {
    count = 0;
    reason = "";
  }

  /** Counts a span with an id of the wrong length. */
  public void wrongLength(String field, int expected, int actual, String unit) {
    if (count++ == 0) {
      reason = field + " must have " + expected + " " + unit + ", had " + actual;
    }
  }

  /** Counts a span with an id of the wrong length, where there is more than one right one. */
  public void wrongLength(String field, String expected, int actual, String unit) {
    if (count++ == 0) {
      reason = field + " must have " + expected + " " + unit + ", had " + actual;
    }
  }

  /** Counts a span with an id that is all zero. */
  public void allZero(String field) {
    if (count++ == 0) {
      reason = field + " must not be all zero";
    }
  }

  /** Counts a span that is invalid for any other reason. */
  public void invalid(String why) {
    if (count++ == 0) {
      reason = why;
    }
  }

  /** Number of spans left out. */
  public int count() {
    return count;
  }

  /** Why the first was left out; empty when none was. */
  public String reason() {
    return reason;
  }
}
