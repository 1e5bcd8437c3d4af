// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec;

/** An {@link Allowance} was refused, so decoding stopped. The input may be well-formed. */
public final class TooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Without a stack trace: refusing must be cheap. */
  public TooLargeException(String message) {
    super(message, null, false, false);
  }
}
