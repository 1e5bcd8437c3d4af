// SPDX-License-Identifier: Apache-2.0
package io.spoor.bus;

/** Signals a refusal. Carries no stack trace: it is thrown at line rate under overload. */
public final class RefusedException extends RuntimeException {
  private final Refusal refusal;

  /** Refuses with a message for the sender. */
  public RefusedException(Refusal refusal, String message) {
    super(message, null, false, false);
    this.refusal = refusal;
  }

  /** Why. */
  public Refusal refusal() {
    return refusal;
  }
}
