// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import io.spoor.model.StringTableBuilder;
import java.util.Arrays;
import java.util.BitSet;

/** Values that stand in the page as they are. */
final class PlainPage implements TextPage {
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  private final byte[] bytes;
  private final int[] offsets; // one more than values

  private PlainPage(byte[] bytes, int[] offsets) {
    this.bytes = bytes;
    this.offsets = offsets;
  }

  static PlainPage decode(ByteInput source, int count) throws CorruptDataException {
    long[] lengths = LongColumn.decode(source, count);
    int[] offsets = new int[count + 1];
    for (int i = 0; i < count; i++) {
      if (lengths[i] < 0 || lengths[i] > MAX_BYTES - offsets[i]) {
        throw new CorruptDataException("a string has " + lengths[i] + " bytes");
      }
      offsets[i + 1] = offsets[i] + (int) lengths[i];
    }
    byte[] bytes = Compression.get(source, offsets[count]);
    if (bytes.length != offsets[count]) {
      throw new CorruptDataException(bytes.length + " bytes for " + offsets[count]);
    }
    return new PlainPage(bytes, offsets);
  }

  @Override
  public void find(byte[] wanted, BitSet positions) {
    for (int i = 0; i + 1 < offsets.length; i++) {
      if (offsets[i + 1] - offsets[i] == wanted.length
          && Arrays.equals(bytes, offsets[i], offsets[i + 1], wanted, 0, wanted.length)) {
        positions.set(i);
      }
    }
  }

  @Override
  public byte[] copy(int position) {
    return Arrays.copyOfRange(bytes, offsets[position], offsets[position + 1]);
  }

  @Override
  public int intern(int position, boolean isText, StringTableBuilder strings, KnownStrings known) {
    int offset = offsets[position];
    int length = offsets[position + 1] - offset;
    return isText ? strings.text(bytes, offset, length) : strings.blob(bytes, offset, length);
  }
}
