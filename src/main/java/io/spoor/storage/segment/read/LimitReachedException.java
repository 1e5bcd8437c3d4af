// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

/** Ends a read that reached one of its limits; its {@link Reading} says which. */
final class LimitReachedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LimitReachedException(String message) {
    super(message, null, false, false); // no stack trace: the limits are no error
  }
}
