// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

/**
 * The numbers of one account, or of several added up, at one moment. Immutable.
 *
 * <p>The equation is {@code received = stored + dropped + rejected + refused + failed + inFlight}.
 */
public final class LedgerCounts {
  /** No spans at all. */
  public static final LedgerCounts ZERO = new LedgerCounts(new long[LedgerLayout.LENGTH]);

  private final long[] counts;

  /** Takes the array over: the caller must not touch it again. */
  LedgerCounts(long[] counts) {
    this.counts = counts;
  }

  /** Spans decoded here, deliveries: a repeat counts again. */
  public long received() {
    return counts[LedgerLayout.RECEIVED];
  }

  /** Spans whose fate is not known yet, counted by itself and not as a difference. */
  public long inFlight() {
    return counts[LedgerLayout.IN_FLIGHT];
  }

  /** How many of the stored spans were copies that storage recognised. */
  public long deduplicated() {
    return counts[LedgerLayout.DEDUPLICATED];
  }

  /** Spans with this fate, for whatever reason. */
  public long of(LedgerFate fate) {
    long sum = 0;
    for (int i = LedgerLayout.first(fate); i < LedgerLayout.end(fate); i++) {
      sum += counts[i];
    }
    return sum;
  }

  /**
   * Spans with this fate for this reason.
   *
   * @param fate any but {@link LedgerFate#STORED}, which needs no reason
   */
  public long of(LedgerFate fate, LedgerReason reason) {
    return counts[LedgerLayout.index(fate, reason)];
  }

  /** Spans that have met any fate. */
  public long settled() {
    long sum = 0;
    for (int i = LedgerLayout.FATES; i < counts.length; i++) {
      sum += counts[i];
    }
    return sum;
  }

  /**
   * Whether every received span is accounted for exactly once.
   *
   * <p>False also when a span was given two fates, which shows as a negative number in flight.
   */
  public boolean balances() {
    return received() == settled() + inFlight()
        && inFlight() >= 0
        && deduplicated() <= of(LedgerFate.STORED);
  }

  /** These and the others, added up. */
  public LedgerCounts plus(LedgerCounts other) {
    long[] sum = counts.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other.counts[i];
    }
    return new LedgerCounts(sum);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("received=").append(received());
    for (LedgerFate fate : LedgerFate.values()) {
      text.append(' ').append(fate.label()).append('=').append(of(fate));
    }
    return text.append(" inFlight=").append(inFlight()).toString();
  }
}
