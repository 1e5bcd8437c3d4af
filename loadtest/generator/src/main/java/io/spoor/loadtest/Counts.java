// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What became of the spans of one phase. Written by the event loop, read when the phase is over.
 */
final class Counts {
  private static final long LONGEST_MICROS = 600_000_000;

  long offered;
  long acknowledged;

  /** Spans in refusals; with retries a span may count several times. */
  long refused;

  /** Spans that were refused and never acknowledged. */
  long givenUp;

  long rejected;
  long failed;
  long retries;
  long firstSentNanos;
  long lastAnsweredNanos;
  final Map<String, Long> reasons = new TreeMap<>();

  /** From when a request was due to its acknowledgement. */
  final Histogram ackMicros = new Histogram(LONGEST_MICROS, 3);

  /** From when it was sent, the last time, to its acknowledgement. */
  final Histogram ackMicrosFromSending = new Histogram(LONGEST_MICROS, 3);

  /** Spans whose fate is known. */
  long settled() {
    return acknowledged + givenUp + rejected + failed;
  }

  void acknowledged(long spans, long nanosFromDue, long nanosFromSending) {
    acknowledged += spans;
    ackMicros.recordValue(Math.min(LONGEST_MICROS, nanosFromDue / 1000));
    ackMicrosFromSending.recordValue(Math.min(LONGEST_MICROS, nanosFromSending / 1000));
  }

  void reason(String reason) {
    reasons.merge(reason, 1L, Long::sum);
  }

  double seconds() {
    return Math.max(1, lastAnsweredNanos - firstSentNanos) / 1e9;
  }
}
