// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import io.spoor.model.StringTableBuilder;
import java.util.BitSet;

/** Values that repeat within the page, but hardly elsewhere. */
final class RepeatedPage implements TextPage {
  private final int[] codes; // by position
  private final TextPage distinct;

  RepeatedPage(int[] codes, TextPage distinct) {
    this.codes = codes;
    this.distinct = distinct;
  }

  @Override
  public void find(byte[] wanted, BitSet positions) {
    BitSet found = new BitSet();
    distinct.find(wanted, found);
    for (int i = 0; i < codes.length && !found.isEmpty(); i++) {
      if (found.get(codes[i])) {
        positions.set(i);
      }
    }
  }

  @Override
  public byte[] copy(int position) {
    return distinct.copy(codes[position]);
  }

  @Override
  public int intern(int position, boolean isText, StringTableBuilder strings, KnownStrings known) {
    return distinct.intern(codes[position], isText, strings, known);
  }
}
