// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import java.io.IOException;

/**
 * A record could not be written, and neither could the note that it does not count.
 *
 * <p>Should the process end, or the machine lose power, before the disk takes anything again, then
 * the record may come back from the log.
 */
public final class UncertainAppendException extends IOException {
  UncertainAppendException(String message, Throwable cause) {
    super(message, cause);
  }
}
