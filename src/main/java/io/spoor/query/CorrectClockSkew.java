// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.model.Hex;
import io.spoor.model.Trace;
import io.spoor.model.TraceWarnings;
import java.time.Duration;

/**
 * Moves spans of another host than their parent's so that they lie within it, as far as they fit.
 *
 * <p>A child that is longer than its parent is moved to its start if it begins earlier; one that
 * fits and lies outside is centred. Spans of the same host move with their parent. A correction
 * above the largest allowed is not made but named in a warning, and with 0 as the largest none is.
 */
final class CorrectClockSkew implements Adjuster {
  static final String DUPLICATE = "duplicate span IDs; skipping clock skew adjustment";

  private final long maxSkewNano;

  CorrectClockSkew(Duration maxSkew) {
    this.maxSkewNano = maxSkew.toNanos();
  }

  @Override
  public Trace adjust(Trace trace) {
    return new Correction(trace).run();
  }

  private final class Correction {
    private final Trace trace;
    private final SpanIdIndex index;
    private final TraceTree tree;
    private final int[] hosts;
    private final long[] deltas; // of a span's host against its parent's, by span
    private final long[] starts;
    private final long[] durations;
    private final TraceWarnings warnings;
    private boolean moved;

    Correction(Trace trace) {
      int size = trace.size();
      this.trace = trace;
      this.index = SpanIdIndex.of(trace);
      this.tree = TraceTree.of(trace, index);
      this.hosts = HostKeys.of(trace);
      this.deltas = new long[size];
      this.starts = new long[size];
      this.durations = new long[size];
      this.warnings = new TraceWarnings(size);
      for (int span = 0; span < size; span++) {
        starts[span] = trace.startTimeUnixNano(span);
        durations[span] = trace.durationNano(span);
      }
    }

    Trace run() {
      // Spans of a cycle come last: there is no parent to trust, so nothing is said of them.
      int usable = trace.size() - tree.cyclicSpans();
      for (int position = 0; position < usable; position++) {
        correct(tree.inOrder(position));
      }
      Trace corrected = moved ? trace.withTimes(starts, durations) : trace;
      return corrected.withWarnings(warnings);
    }

    /** The parent has been corrected before. */
    private void correct(int span) {
      int parent = tree.parent(span);
      if (!index.isFirst(span)) {
        warnings.add(span, DUPLICATE);
      } else if (parent != TraceTree.NONE) {
        deltas[span] =
            hosts[span] == HostKeys.UNKNOWN || hosts[span] != hosts[parent]
                ? skew(span, parent)
                : deltas[parent];
        move(span);
      } else if (tree.isOrphan(span)) {
        warnings.add(span, missing(trace.parentSpanId(span)));
      }
    }

    private long skew(int child, int parent) {
      boolean startsEarlier = starts[child] < starts[parent];
      if (durations[child] > durations[parent]) {
        return startsEarlier ? difference(starts[parent], starts[child]) : 0;
      }
      boolean endsLater = starts[child] + durations[child] > starts[parent] + durations[parent];
      if (!startsEarlier && !endsLater) {
        return 0;
      }
      long latency = (durations[parent] - durations[child]) / 2; // the same there and back
      return difference(starts[parent] + latency, starts[child]);
    }

    private void move(int span) {
      long delta = deltas[span];
      if (delta == 0) {
        return;
      }
      if (delta > maxSkewNano || delta < -maxSkewNano) {
        warnings.add(span, notApplied(delta));
        return;
      }
      starts[span] += delta;
      moved = true;
      warnings.add(span, "This span's timestamps were adjusted by " + GoText.duration(delta));
    }

    private String notApplied(long delta) {
      String limit =
          maxSkewNano == 0
              ? "clock skew adjustment disabled"
              : "max clock skew adjustment delta of " + GoText.duration(maxSkewNano) + " exceeded";
      return limit + "; not applying calculated delta of " + GoText.duration(delta);
    }
  }

  private static String missing(long parentSpanId) {
    return "parent span ID="
        + Hex.format(parentSpanId)
        + " is not in the trace; skipping clock skew adjustment";
  }

  /** The difference of two times; at the limits of a long where it would overflow. */
  private static long difference(long a, long b) {
    long difference = a - b;
    boolean overflows = ((a ^ b) & (a ^ difference)) < 0;
    return overflows ? (a < b ? Long.MIN_VALUE : Long.MAX_VALUE) : difference;
  }
}
