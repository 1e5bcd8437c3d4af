// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import java.io.IOException;

/** A log file is not of the format that this version reads. */
public final class LogFormatException extends IOException {
  LogFormatException(String message) {
    super(message);
  }
}
