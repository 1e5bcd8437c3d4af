// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

/**
 * Where each number of an account lies in its array.
 *
 * <pre>
 * received | inFlight | deduplicated | stored | dropped × reasons | rejected × … | refused × … | failed × …
 * </pre>
 */
@SuppressWarnings("EnumOrdinal") // the layout lives in memory only and is derived from the enums
final class LedgerLayout {
  static final int RECEIVED = 0;
  static final int IN_FLIGHT = 1;
  static final int DEDUPLICATED = 2;
  static final int FATES = 3;
  static final int STORED = FATES;

  private static final int REASONS = LedgerReason.values().length;

  static final int LENGTH = STORED + 1 + (LedgerFate.values().length - 1) * REASONS;

  private LedgerLayout() {}

  static int index(LedgerFate fate, LedgerReason reason) {
    if (fate == LedgerFate.STORED) {
      throw new IllegalArgumentException("stored spans have no reason, was " + reason);
    }
    return first(fate) + reason.ordinal();
  }

  /** The first place of a fate. */
  static int first(LedgerFate fate) {
    return fate == LedgerFate.STORED ? STORED : STORED + 1 + (fate.ordinal() - 1) * REASONS;
  }

  /** The place after the last one of a fate. */
  static int end(LedgerFate fate) {
    return fate == LedgerFate.STORED ? STORED + 1 : first(fate) + REASONS;
  }
}
