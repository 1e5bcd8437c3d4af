// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import io.spoor.model.StringTableBuilder;
import java.util.BitSet;

/**
 * Strings as bytes: numbers of the dictionary where values repeat; templates with packed digits
 * where nearly every value is its own but their shape is not; the bytes themselves, compressed,
 * where neither pays. Immutable.
 */
public final class TextColumn {

  /**
   * Appends the encoded form of {@code count} strings: string {@code strings[i]} of {@code
   * sources[i]}.
   */
  public static void encode(
      SourceBatch[] sources,
      int[] strings,
      int count,
      DictionaryBuilder dictionary,
      ByteOutput target) {
    throw new UnsupportedOperationException();
  }

  /** Reads {@code count} strings. */
  public static TextColumn decode(ByteInput source, int count, Dictionary dictionary)
      throws CorruptDataException {
    throw new UnsupportedOperationException();
  }

  /** Number of values. */
  public int size() {
    throw new UnsupportedOperationException();
  }

  /** Sets the bit of each position whose value is exactly these bytes. */
  public void find(byte[] wanted, BitSet positions) {
    throw new UnsupportedOperationException();
  }

  /** A copy of the value at this position. */
  public byte[] copy(int position) {
    throw new UnsupportedOperationException();
  }

  /**
   * Adds the value at this position to the strings of a batch that is being built.
   *
   * @param isText whether it is text, or bytes
   * @param known what was added of this dictionary before
   * @return its index there
   */
  public int intern(int position, boolean isText, StringTableBuilder strings, KnownStrings known) {
    throw new UnsupportedOperationException();
  }
}
