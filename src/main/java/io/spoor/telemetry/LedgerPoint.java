// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * One recorded moment of the ledger's history: totals since the process started, so every point
 * balances by itself and the difference of two is what happened between them.
 *
 * @param receivers the receivers that had received a span by then, all tenants together
 */
public record LedgerPoint(Instant at, Map<LedgerReceiver, LedgerCounts> receivers) {

  /** Copies the map. */
  public LedgerPoint {
    EnumMap<LedgerReceiver, LedgerCounts> copy = new EnumMap<>(LedgerReceiver.class);
    copy.putAll(receivers);
    receivers = Collections.unmodifiableMap(copy);
  }

  static LedgerPoint of(LedgerSnapshot snapshot) {
    EnumMap<LedgerReceiver, LedgerCounts> receivers = new EnumMap<>(LedgerReceiver.class);
    for (LedgerLine line : snapshot.lines()) {
      receivers.merge(line.receiver(), line.counts(), LedgerCounts::plus);
    }
    return new LedgerPoint(snapshot.takenAt(), receivers);
  }

  /** All receivers added up. */
  public LedgerCounts total() {
    LedgerCounts sum = LedgerCounts.ZERO;
    for (LedgerCounts counts : receivers.values()) {
      sum = sum.plus(counts);
    }
    return sum;
  }
}
