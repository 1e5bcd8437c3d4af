// SPDX-License-Identifier: Apache-2.0
package io.spoor.bus;

/** Why a component refused a request. The code crosses the bus as the reply's failure code. */
public enum Refusal {
  /** Too much is in flight. Try again later. */
  QUEUE_FULL(1),
  /** The request can never succeed. Never retry. */
  MALFORMED(2),
  /** Storage could not do it. Try again later. */
  STORAGE_FAILED(3),
  /** The component is starting or stopping. Try again later, or elsewhere. */
  UNAVAILABLE(4),
  /** The deadline passed; the outcome is not known. Try again. */
  DEADLINE_EXCEEDED(5),
  /** Larger than a limit that will not change. Never retry. */
  TOO_LARGE(6),
  /** Storage cannot do this at all. Never retry. */
  UNSUPPORTED(7);

  private final int code;

  Refusal(int code) {
    this.code = code;
  }

  /** The failure code on the bus. */
  public int code() {
    return code;
  }

  /** Whether sending the same request again can help. */
  public boolean retryable() {
    return this != MALFORMED && this != TOO_LARGE && this != UNSUPPORTED;
  }

  /** The refusal that a sender should see for any failure. */
  public static Refusal of(Throwable failure) {
    return failure instanceof RefusedException refused ? refused.refusal() : STORAGE_FAILED;
  }

  static Refusal ofCode(int code) {
    for (Refusal refusal : values()) {
      if (refusal.code == code) {
        return refusal;
      }
    }
    return UNAVAILABLE; // a timeout, or nobody serves the address
  }
}
