// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Looks for a string in what {@link TextColumn} wrote. Builds the column only where its form leaves
 * no other way.
 */
// Hot path: a search asks every row group that it cannot leave out.
public final class TextSearch {

  /** Sets the bit of each of {@code count} positions whose value is exactly these bytes. */
  public static void find(
      ByteInput source, int count, Dictionary dictionary, byte[] wanted, BitSet positions)
      throws CorruptDataException {
    ByteInput page = source.rest();
    int kind = source.getByte();
    boolean isFound =
        switch (kind) {
          case TextColumn.DICTIONARY -> {
            inDictionary(source, count, dictionary.find(wanted), positions);
            yield true;
          }
          case TextColumn.TEMPLATE -> inOneTemplate(source, count, dictionary, wanted, positions);
          default -> false;
        };
    if (!isFound) {
      TextColumn.decode(page, count, dictionary).find(wanted, positions);
    }
  }

  private static void inDictionary(ByteInput source, int count, int id, BitSet positions)
      throws CorruptDataException {
    if (id < 0) {
      return;
    }
    int distinct = source.getCount(count);
    long[] ids = LongColumn.decode(source, distinct);
    for (int code = 0; code < distinct; code++) { // a value may stand there a few times
      if (ids[code] == id && distinct == count) {
        positions.set(code);
      } else if (ids[code] == id) {
        LongSearch.find(source.rest(), count, code, positions);
      }
    }
  }

  /** False when there are several templates, and nothing is known yet. */
  private static boolean inOneTemplate(
      ByteInput source, int count, Dictionary dictionary, byte[] wanted, BitSet positions)
      throws CorruptDataException {
    if (source.getCount(TemplatePage.MAX_TEMPLATES) != 1) {
      return false;
    }
    int id = TextColumn.checked(source.getVarint(), dictionary.size());
    TemplateSplitter parts = new TemplateSplitter();
    int from = dictionary.offset(id);
    if (!parts.split(wanted, 0, wanted.length)
        || !Arrays.equals(
            dictionary.array(),
            from,
            from + dictionary.length(id),
            parts.template(),
            0,
            parts.templateLength())) {
      return true;
    }
    ByteInput digits = source.slice(source.getCount(source.remaining()));
    int width = Template.of(dictionary, id).bits();
    if ((long) width * count > digits.remaining() * (long) Byte.SIZE) {
      throw new CorruptDataException(
          count + " times " + width + " bits in " + digits.remaining() + " bytes");
    }
    for (int i = 0; i < count; i++) {
      if (TemplatePage.hasNumbers(digits.array(), digits.position(), (long) i * width, parts)) {
        positions.set(i);
      }
    }
    return true;
  }

  private TextSearch() {}
}
