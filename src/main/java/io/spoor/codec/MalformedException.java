// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec;

/**
 * The input is not what its content type says. The message is for the sender: what is wrong, and
 * where. Never worth a retry.
 */
public final class MalformedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Without a stack trace: bad input is the sender's fault, and may come often. */
  public MalformedException(String message) {
    super(message, null, false, false);
  }
}
