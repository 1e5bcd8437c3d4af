// SPDX-License-Identifier: Apache-2.0
package io.spoor.grpc;

import io.spoor.bus.Refusal;
import io.spoor.bus.RefusedException;
import io.vertx.grpc.common.GrpcStatus;

/** Ends a call with a status and a message for the client. Carries no stack trace. */
public final class GrpcException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final GrpcStatus status;

  /** A call that ends so. */
  public GrpcException(GrpcStatus status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** A request that can never be answered as it is. */
  public static GrpcException invalid(String message) {
    return new GrpcException(GrpcStatus.INVALID_ARGUMENT, message);
  }

  /** What a client should be told of any failure. */
  static GrpcException of(Throwable failure) {
    if (failure instanceof GrpcException known) {
      return known;
    }
    if (failure instanceof RefusedException refused) {
      return new GrpcException(statusOf(refused.refusal()), String.valueOf(refused.getMessage()));
    }
    return new GrpcException(
        GrpcStatus.INTERNAL, "internal error: " + failure.getClass().getSimpleName());
  }

  private static GrpcStatus statusOf(Refusal refusal) {
    return switch (refusal) {
      case QUEUE_FULL -> GrpcStatus.RESOURCE_EXHAUSTED;
      case UNAVAILABLE, STORAGE_FAILED -> GrpcStatus.UNAVAILABLE;
      case MALFORMED, UNSUPPORTED, TOO_LARGE -> GrpcStatus.INVALID_ARGUMENT;
      case DEADLINE_EXCEEDED -> GrpcStatus.DEADLINE_EXCEEDED;
    };
  }

  /** How the call ends. */
  public GrpcStatus status() {
    return status;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
