// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

/** Counts the spans that were left out, and keeps why the first was. Not thread-safe. */
final class RejectedSpans {
  private int count;
  private String reason = "";

  void clear() {
    count = 0;
    reason = "";
  }

  /** Counts a span with an id of the wrong length. */
  void wrongLength(String field, int expected, int actual, String unit) {
    if (count++ == 0) {
      reason = field + " must have " + expected + " " + unit + ", had " + actual;
    }
  }

  /** Counts a span with an id that is all zero. */
  void allZero(String field) {
    if (count++ == 0) {
      reason = field + " must not be all zero";
    }
  }

  int count() {
    return count;
  }

  String reason() {
    return reason;
  }
}
