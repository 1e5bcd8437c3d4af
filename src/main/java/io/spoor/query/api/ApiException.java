// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.bus.Refusal;
import io.spoor.bus.RefusedException;

/** Ends a request with a status and a message for the client. Carries no stack trace. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  ApiException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** A parameter that cannot be read, in the words of Jaeger's first API. */
  static ApiException badParameter(String name, String reason) {
    return new ApiException(400, "unable to parse param '" + name + "': " + reason);
  }

  /** What a client should be told of any failure. */
  static ApiException of(Throwable failure) {
    if (failure instanceof ApiException api) {
      return api;
    }
    if (failure instanceof RefusedException refused) {
      return new ApiException(statusOf(refused.refusal()), String.valueOf(refused.getMessage()));
    }
    return new ApiException(500, "internal error: " + failure.getClass().getSimpleName());
  }

  private static int statusOf(Refusal refusal) {
    return switch (refusal) {
      case QUEUE_FULL, UNAVAILABLE, STORAGE_FAILED -> 503;
      case MALFORMED, UNSUPPORTED, TOO_LARGE -> 400;
      case DEADLINE_EXCEEDED -> 504;
    };
  }

  int status() {
    return status;
  }

  /** Whether trying again later can help. */
  boolean retryable() {
    return status == 503;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
