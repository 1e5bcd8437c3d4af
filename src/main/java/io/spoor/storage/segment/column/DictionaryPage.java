// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import io.spoor.model.StringTableBuilder;
import java.util.BitSet;

/** Values that stand in the dictionary. */
// Hot path: most values of a block are read here.
final class DictionaryPage implements TextPage {
  private final Dictionary dictionary;
  private final int[] ids; // by position

  private DictionaryPage(Dictionary dictionary, int[] ids) {
    this.dictionary = dictionary;
    this.ids = ids;
  }

  static DictionaryPage decode(ByteInput source, int count, Dictionary dictionary)
      throws CorruptDataException {
    int distinct = source.getCount(count);
    long[] distinctIds = LongColumn.decode(source, distinct);
    int[] codes = TextColumn.codes(source, count, distinct);
    for (long id : distinctIds) {
      TextColumn.checked(id, dictionary.size());
    }
    for (int i = 0; i < count; i++) {
      codes[i] = (int) distinctIds[codes[i]];
    }
    return new DictionaryPage(dictionary, codes);
  }

  @Override
  public void find(byte[] wanted, BitSet positions) {
    int id = dictionary.find(wanted);
    for (int i = 0; i < ids.length && id >= 0; i++) {
      if (ids[i] == id) {
        positions.set(i);
      }
    }
  }

  @Override
  public byte[] copy(int position) {
    return dictionary.copy(ids[position]);
  }

  @Override
  public int intern(int position, boolean isText, StringTableBuilder strings, KnownStrings known) {
    return known.intern(dictionary, ids[position], isText, strings);
  }
}
