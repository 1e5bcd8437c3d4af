// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import java.util.Locale;

/** Why a span was not stored. */
public enum LedgerReason {
  /** Too much was in flight. */
  QUEUE_FULL,
  /** The request could not be read. */
  MALFORMED,
  /** Storage could not do it. */
  STORAGE_FAILED,
  /** The component was starting or stopping. */
  UNAVAILABLE,
  /** The deadline passed. */
  DEADLINE_EXCEEDED,
  /** Larger than a limit that will not change. */
  TOO_LARGE,
  /** The span itself was invalid, such as an id of all zeros. */
  INVALID_SPAN,
  /** Storage refused the span for good. */
  STORAGE_REJECTED,
  /** A processor decided so: sampling or a filter. */
  PROCESSOR;

  /** The word for it in metrics and JSON. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
