// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import java.util.Locale;

/** Why a receiver did not take a request, or a part of it. */
public enum IntakeReason {
  /** What is in flight holds all the memory there is for it. */
  BUDGET_FULL(LedgerReason.QUEUE_FULL),
  /** Too many requests wait to be decoded. */
  DECODERS_BUSY(LedgerReason.QUEUE_FULL),
  /** A component behind the receiver has too much in flight. */
  QUEUE_FULL(LedgerReason.QUEUE_FULL),
  /** Storage could not do it. */
  STORAGE_FAILED(LedgerReason.STORAGE_FAILED),
  /** The process is starting or stopping. */
  UNAVAILABLE(LedgerReason.UNAVAILABLE),
  /** The deadline passed; the outcome is not known. */
  DEADLINE_EXCEEDED(LedgerReason.DEADLINE_EXCEEDED),
  /** The body did not arrive in time. */
  BODY_TIMEOUT(LedgerReason.DEADLINE_EXCEEDED),
  /** The client went away before its request was whole. */
  CANCELLED(LedgerReason.UNAVAILABLE),

  /** The body is not what its headers say. */
  MALFORMED(LedgerReason.MALFORMED),
  /** The message frame is broken. */
  BAD_FRAME(LedgerReason.MALFORMED),
  /** Larger than a limit that will not change. */
  TOO_LARGE(LedgerReason.TOO_LARGE),
  /** Compressed in a way that is not known here. */
  UNSUPPORTED_ENCODING(LedgerReason.MALFORMED),
  /** A content type that is not known here. */
  UNSUPPORTED_TYPE(LedgerReason.MALFORMED),
  /** Storage cannot do this at all. */
  UNSUPPORTED(LedgerReason.STORAGE_REJECTED),
  /** The span itself was invalid. */
  INVALID_SPAN(LedgerReason.INVALID_SPAN),
  /** Storage refused the span for good. */
  STORAGE_REJECTED(LedgerReason.STORAGE_REJECTED),
  /** A fault of ours, on input that is to blame for nothing. */
  INTERNAL(LedgerReason.MALFORMED);

  private final LedgerReason ledgerReason;

  IntakeReason(LedgerReason ledgerReason) {
    this.ledgerReason = ledgerReason;
  }

  /** Whether sending the same again can help: refused, not rejected. */
  public boolean retryable() {
    return compareTo(CANCELLED) <= 0;
  }

  /**
   * What becomes of decoded spans that a receiver does not take. Where no sender can try again,
   * overload is our decision to drop, and all else that might have passed is a loss.
   */
  public LedgerFate fate(LedgerReceiver receiver) {
    if (!retryable()) {
      return LedgerFate.REJECTED;
    }
    if (!receiver.oneWay()) {
      return LedgerFate.REFUSED;
    }
    return ledgerReason == LedgerReason.QUEUE_FULL ? LedgerFate.DROPPED : LedgerFate.FAILED;
  }

  /** The same for a message that was not decoded, of which nobody knows whether it had spans. */
  LedgerFate undecodedFate(LedgerReceiver receiver) {
    LedgerFate fate = fate(receiver);
    return fate == LedgerFate.FAILED ? LedgerFate.DROPPED : fate;
  }

  /** The word for it in the ledger. */
  public LedgerReason ledgerReason() {
    return ledgerReason;
  }

  /** The word for it in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
