// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import io.spoor.model.StringTableBuilder;
import java.util.BitSet;

/** The values of a {@link TextColumn} in one of its forms. Immutable. */
interface TextPage {

  /** Sets the bit of each position whose value is exactly these bytes. */
  void find(byte[] wanted, BitSet positions);

  /** A copy of the value at this position. */
  byte[] copy(int position);

  /** Adds the value at this position to {@code strings}, and returns its index there. */
  int intern(int position, boolean isText, StringTableBuilder strings, KnownStrings known);
}
