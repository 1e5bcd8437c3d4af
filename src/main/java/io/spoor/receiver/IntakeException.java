// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver;

import static java.util.Objects.requireNonNull;

import io.spoor.bus.Refusal;
import io.spoor.telemetry.IntakeReason;

/**
 * A request is refused or rejected, for a reason that each protocol puts in words of its own. The
 * message is for the sender.
 */
public final class IntakeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final IntakeReason reason;

  /** Without a stack trace: it is thrown at line rate under overload. */
  public IntakeException(IntakeReason reason, String message) {
    super(message, null, false, false);
    this.reason = requireNonNull(reason, "reason");
  }

  /** Puts what came back over the bus into this form. */
  static IntakeException of(Throwable failure) {
    if (failure instanceof IntakeException known) {
      return known;
    }
    String message = String.valueOf(failure.getMessage());
    return new IntakeException(reasonOf(Refusal.of(failure)), message);
  }

  /** Why. */
  public IntakeReason reason() {
    return reason;
  }

  private static IntakeReason reasonOf(Refusal refusal) {
    return switch (refusal) {
      case QUEUE_FULL -> IntakeReason.QUEUE_FULL;
      case MALFORMED -> IntakeReason.STORAGE_REJECTED;
      case STORAGE_FAILED -> IntakeReason.STORAGE_FAILED;
      case UNAVAILABLE -> IntakeReason.UNAVAILABLE;
      case DEADLINE_EXCEEDED -> IntakeReason.DEADLINE_EXCEEDED;
      case TOO_LARGE -> IntakeReason.TOO_LARGE;
      case UNSUPPORTED -> IntakeReason.UNSUPPORTED;
    };
  }
}
