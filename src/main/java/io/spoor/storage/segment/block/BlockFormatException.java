// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import java.io.IOException;

/** A block has a format that this version does not know. */
public final class BlockFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Names the file and both versions. */
  public BlockFormatException(String message) {
    super(message);
  }
}
