// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.model.Trace;
import io.spoor.model.TraceWarnings;

/**
 * Shows a span that ends at its start or before it as one of a nanosecond, with a warning.
 *
 * <p>Jaeger rewrites such spans when it stores them; here they are stored as received.
 */
final class CorrectNegativeDuration implements Adjuster {
  private static final long SHORTEST_NANO = 1;

  @Override
  public Trace adjust(Trace trace) {
    for (int span = 0; span < trace.size(); span++) {
      if (trace.durationNano(span) < SHORTEST_NANO) {
        return corrected(trace);
      }
    }
    return trace;
  }

  private static Trace corrected(Trace trace) {
    TraceWarnings warnings = new TraceWarnings(trace.size());
    long[] starts = new long[trace.size()];
    long[] durations = new long[trace.size()];
    for (int span = 0; span < trace.size(); span++) {
      starts[span] = trace.startTimeUnixNano(span);
      durations[span] = trace.durationNano(span);
      if (durations[span] < SHORTEST_NANO) {
        warnings.add(span, warning(starts[span], durations[span]));
        durations[span] = SHORTEST_NANO;
      }
    }
    return trace.withTimes(starts, durations).withWarnings(warnings);
  }

  private static String warning(long start, long duration) {
    return "Negative duration detected, sanitizing end timestamp. Original end timestamp: "
        + GoText.time(start + duration)
        + ", adjusted to: "
        + GoText.time(start + SHORTEST_NANO);
  }
}
