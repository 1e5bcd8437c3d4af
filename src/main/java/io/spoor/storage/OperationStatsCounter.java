// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import io.spoor.model.DurationQuantiles;
import io.spoor.model.OperationStats;
import io.spoor.model.SpanKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts spans by service, name and kind, with their errors and durations. Used by one thread; what
 * several have counted can be put together.
 */
public final class OperationStatsCounter {
  /** Most operations of one answer: each has a sketch of up to 12 KiB. */
  public static final int MAX_OPERATIONS = 5_000;

  private static final double RELATIVE_ACCURACY = 0.015; // of the 2 % that are promised

  private static final Comparator<OperationStats> ORDER =
      Comparator.comparing(OperationStats::service)
          .thenComparing(OperationStats::operation)
          .thenComparing(OperationStats::kind);

  private final Map<Key, Counts> operations = new HashMap<>();

  private record Key(String service, String operation, SpanKind kind) {}

  /** The counts of one operation. */
  // Hot path: runs once per span
  public static final class Counts {
    private final DDSketch durations = DDSketches.unboundedDense(RELATIVE_ACCURACY);
    private long calls;
    private long errors;

    private Counts() {}

    /** Counts a span. */
    public void add(long durationNano, boolean isError) {
      durations.accept((double) Math.max(0, durationNano));
      calls++;
      errors += isError ? 1 : 0;
    }

    private void add(Counts other) {
      durations.mergeWith(other.durations);
      calls += other.calls;
      errors += other.errors;
    }

    private OperationStats stats(Key key) {
      return new OperationStats(
          key.service,
          key.operation,
          key.kind,
          calls,
          errors,
          new DurationQuantiles(
              quantile(0.5), quantile(0.75), quantile(0.9), quantile(0.95), quantile(0.99)));
    }

    private long quantile(double q) {
      return Math.round(durations.getValueAtQuantile(q));
    }
  }

  /**
   * The counts of an operation, to be asked once for many spans of it.
   *
   * @throws StorageException not retryable, above {@link #MAX_OPERATIONS}
   */
  public Counts of(String service, String operation, SpanKind kind) {
    Counts counts =
        operations.computeIfAbsent(new Key(service, operation, kind), absent -> new Counts());
    if (operations.size() > MAX_OPERATIONS) {
      throw StorageException.permanent(
          "more than " + MAX_OPERATIONS + " operations: ask for one service or less time", null);
    }
    return counts;
  }

  /** Adds what another counter has counted. */
  public void add(OperationStatsCounter other) {
    other.operations.forEach((key, counts) -> of(key.service, key.operation, key.kind).add(counts));
  }

  /** The operations of which a span was counted, sorted by service, operation, kind. */
  public List<OperationStats> stats() {
    List<OperationStats> stats = new ArrayList<>();
    operations.forEach(
        (key, counts) -> {
          if (counts.calls > 0) {
            stats.add(counts.stats(key));
          }
        });
    stats.sort(ORDER);
    return stats;
  }
}
