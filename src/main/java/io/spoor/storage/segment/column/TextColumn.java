// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import io.spoor.model.StringTableBuilder;
import java.util.BitSet;

/**
 * Strings as bytes: numbers of the dictionary where values repeat; templates with packed digits
 * where nearly every value is its own but their shape is not; the bytes themselves, compressed,
 * where neither pays. Immutable; from any thread.
 *
 * <pre>
 * kind (1 byte)
 * DICTIONARY: distinct (varint) | their numbers ({@link LongColumn}) | codes
 * TEMPLATE:   templates (varint) | their numbers (varints) | template of each value ({@link
 *             LongColumn}, absent with one) | length (varint) | packed digits
 * PLAIN:      lengths ({@link LongColumn}) | bytes ({@link Compression})
 * REPEATED:   distinct (varint) | codes | the distinct values, as TEMPLATE or PLAIN
 *
 * codes: {@link LongColumn}; absent when all values are distinct
 * </pre>
 */
public final class TextColumn {
  static final int DICTIONARY = 0;
  static final int TEMPLATE = 1;
  static final int PLAIN = 2;
  static final int REPEATED = 3;

  private final TextPage page;
  private final int size;

  private TextColumn(TextPage page, int size) {
    this.page = page;
    this.size = size;
  }

  /**
   * Appends the encoded form of {@code count} strings, each a {@link SourceBatch#reference} to a
   * batch by its place in {@code sources}.
   */
  public static void encode(
      SourceBatch[] sources,
      long[] references,
      int count,
      DictionaryBuilder dictionary,
      ByteOutput target) {
    encode(sources, references, count, dictionary, target, (source, string) -> {});
  }

  /**
   * The same, and shows each distinct value: once, or a few times where hashes are crowded. That is
   * what a value filter needs.
   */
  public static void encode(
      SourceBatch[] sources,
      long[] references,
      int count,
      DictionaryBuilder dictionary,
      ByteOutput target,
      StringVisitor distinct) {
    dictionary.texts().encode(sources, references, count, target, distinct);
  }

  /**
   * Reads {@code count} strings. What {@code count} may be is the caller's to bound. The array of
   * {@code source} is kept.
   */
  public static TextColumn decode(ByteInput source, int count, Dictionary dictionary)
      throws CorruptDataException {
    return new TextColumn(page(source, count, dictionary, true), count);
  }

  private static TextPage page(
      ByteInput source, int count, Dictionary dictionary, boolean mayRepeat)
      throws CorruptDataException {
    int kind = source.getByte();
    return switch (kind) {
      case DICTIONARY -> DictionaryPage.decode(source, count, dictionary);
      case TEMPLATE -> TemplatePage.decode(source, count, dictionary);
      case PLAIN -> PlainPage.decode(source, count);
      case REPEATED -> {
        if (!mayRepeat) {
          throw new CorruptDataException("distinct values that repeat");
        }
        int distinct = source.getCount(count);
        int[] codes = codes(source, count, distinct);
        yield new RepeatedPage(codes, page(source, distinct, dictionary, false));
      }
      default -> throw new CorruptDataException("no such kind of strings: " + kind);
    };
  }

  /** Reads {@code count} numbers below {@code distinct}. */
  static int[] codes(ByteInput source, int count, int distinct) throws CorruptDataException {
    int[] codes = new int[count];
    if (count == distinct) {
      for (int i = 0; i < count; i++) {
        codes[i] = i;
      }
      return codes;
    }
    long[] read = LongColumn.decode(source, count);
    for (int i = 0; i < count; i++) {
      codes[i] = checked(read[i], distinct);
    }
    return codes;
  }

  /** The number itself, if it is one of so many things. */
  static int checked(long number, int size) throws CorruptDataException {
    if (number < 0 || number >= size) {
      throw new CorruptDataException("there is no number " + number + " among " + size);
    }
    return (int) number;
  }

  /** Number of values. */
  public int size() {
    return size;
  }

  /** Sets the bit of each position whose value is exactly these bytes. */
  public void find(byte[] wanted, BitSet positions) {
    page.find(wanted, positions);
  }

  /** A copy of the value at this position. */
  public byte[] copy(int position) {
    return page.copy(position);
  }

  /**
   * Adds the value at this position to the strings of a batch that is being built.
   *
   * @param isText whether it is text, or bytes
   * @param known what was added of this dictionary before
   * @return its index there
   */
  public int intern(int position, boolean isText, StringTableBuilder strings, KnownStrings known) {
    return page.intern(position, isText, strings, known);
  }
}
