// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** One measured row of the table; times in µs of CPU or ms of latency. Without a process, 0. */
record Row(
    Counts counts, double serverMicros, double ownMicros, double sampledRssMib, double maxRssMib) {

  static String header() {
    return """
        | load | CPU µs a span | spans/s | spans a core-second | RSS MiB (sampled, VmHWM) \
        | ack ms p50 / p99 / max | acknowledged | refused | given up | rejected | failed | own µs |
        |---|---|---|---|---|---|---|---|---|---|---|---|""";
  }

  String text(String load) {
    return String.format(
        Locale.ROOT,
        "| %s | %.2f | %,.0f | %,.0f | %.0f, %.0f | %.1f / %.1f / %.1f | %d | %d | %d | %d | %d | %.2f |",
        load,
        serverMicros,
        spansPerSecond(),
        serverMicros == 0 ? 0 : 1_000_000 / serverMicros,
        sampledRssMib,
        maxRssMib,
        ackMillis(50),
        ackMillis(99),
        ackMillis(100),
        counts.acknowledged,
        counts.refused,
        counts.givenUp,
        counts.rejected,
        counts.failed,
        ownMicros);
  }

  double spansPerSecond() {
    return counts.acknowledged / counts.seconds();
  }

  double ackMillis(double percentile) {
    return counts.ackMicros.getValueAtPercentile(percentile) / 1000.0;
  }

  /** The medians of the columns that vary, each by itself. */
  static String medians(List<Row> rows) {
    return String.format(
        Locale.ROOT,
        "| **median of %d** | **%.2f** | **%,.0f** | **%,.0f** | %.0f, %.0f | %.1f / %.1f / %.1f"
            + " | | | | | | %.2f |",
        rows.size(),
        median(rows, Row::serverMicros),
        median(rows, Row::spansPerSecond),
        median(rows, row -> row.serverMicros == 0 ? 0 : 1_000_000 / row.serverMicros),
        median(rows, Row::sampledRssMib),
        median(rows, Row::maxRssMib),
        median(rows, row -> row.ackMillis(50)),
        median(rows, row -> row.ackMillis(99)),
        median(rows, row -> row.ackMillis(100)),
        median(rows, Row::ownMicros));
  }

  private static double median(List<Row> rows, ToDoubleFunction<Row> column) {
    List<Row> sorted = rows.stream().sorted(Comparator.comparingDouble(column)).toList();
    return column.applyAsDouble(sorted.get(rows.size() / 2));
  }
}
