// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import java.io.IOException;

/** Reads bytes of one row group; as text, it names file and group. Blocking. */
interface PageSource {

  /**
   * The bytes {@code [offset, offset + length)} of the group, in an array of exactly that length.
   */
  byte[] read(int offset, int length) throws IOException;
}
