// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import java.io.IOException;

/** A record of the log that can never be understood. */
public final class PoisonRecordException extends IOException {

  /** Says why. */
  public PoisonRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
