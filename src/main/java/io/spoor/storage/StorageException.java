// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import org.jspecify.annotations.Nullable;

/** Storage could not do what was asked. */
public final class StorageException extends RuntimeException {
  private final boolean retryable;

  private StorageException(String message, @Nullable Throwable cause, boolean retryable) {
    super(message, cause);
    this.retryable = retryable;
  }

  /** Trouble that may pass: the same request can succeed later. */
  public static StorageException retryable(String message, @Nullable Throwable cause) {
    return new StorageException(message, cause, true);
  }

  /** Poison: the same request will fail for ever. */
  public static StorageException permanent(String message, @Nullable Throwable cause) {
    return new StorageException(message, cause, false);
  }

  /** Whether sending the same request again can help. */
  public boolean retryable() {
    return retryable;
  }
}
