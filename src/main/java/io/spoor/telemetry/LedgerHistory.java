// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;

/** A ring of the last hour's points. Not thread-safe: the ledger guards it. */
public final class LedgerHistory {
  /** Time between two points. */
  public static final Duration STEP = Duration.ofSeconds(10);

  /** Points kept: one hour of them. */
  public static final int MAX_POINTS = 360;

  private final ArrayDeque<LedgerPoint> points = new ArrayDeque<>(MAX_POINTS);

  LedgerHistory() {}

  void add(LedgerPoint point) {
    if (points.size() == MAX_POINTS) {
      points.removeFirst();
    }
    points.addLast(point);
  }

  List<LedgerPoint> points() {
    return List.copyOf(points);
  }
}
