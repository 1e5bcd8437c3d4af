// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import java.io.IOException;

/** Bytes on the disk are not what was written there. */
public final class CorruptDataException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says where and what. */
  public CorruptDataException(String message) {
    super(message);
  }
}
