// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import java.time.Instant;
import java.util.List;

/**
 * Every account at one and the same moment.
 *
 * @param takenAt when, by the ledger's clock
 * @param lines one for each receiver and tenant that ever received a span, in the order of opening
 * @param replayed spans that came from a log at start; no part of the equation
 */
public record LedgerSnapshot(Instant takenAt, List<LedgerLine> lines, long replayed) {

  /** Copies the list. */
  public LedgerSnapshot {
    lines = List.copyOf(lines);
  }

  /** All accounts added up. */
  public LedgerCounts total() {
    LedgerCounts sum = LedgerCounts.ZERO;
    for (LedgerLine line : lines) {
      sum = sum.plus(line.counts());
    }
    return sum;
  }

  /** All accounts of one receiver added up. */
  public LedgerCounts of(LedgerReceiver receiver) {
    LedgerCounts sum = LedgerCounts.ZERO;
    for (LedgerLine line : lines) {
      if (line.receiver() == receiver) {
        sum = sum.plus(line.counts());
      }
    }
    return sum;
  }

  /** Whether each account balances, not only their sum. */
  public boolean balances() {
    return lines.stream().allMatch(line -> line.counts().balances());
  }
}
