// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import java.util.Locale;

/** What became of a span that was received. Every span that is not in flight has exactly one. */
public enum LedgerFate {
  /** Durable. */
  STORED,
  /** Given up by a decision of ours. */
  DROPPED,
  /** Malformed, or refused for good by storage. */
  REJECTED,
  /** Given back to a sender who can retry. */
  REFUSED,
  /** Lost, with no sender left to retry. */
  FAILED;

  /** The word for it in metrics and JSON. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
