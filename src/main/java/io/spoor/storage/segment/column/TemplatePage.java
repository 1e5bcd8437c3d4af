// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import io.spoor.model.StringTableBuilder;
import java.util.Arrays;
import java.util.BitSet;

/** Values as templates and packed digits; none is built before it is asked for. */
// Hot path: nearly unique values are read here.
final class TemplatePage implements TextPage {
  static final int MAX_TEMPLATES = 256;

  private final Dictionary dictionary;
  private final int[] ids; // of templates
  private final Template[] templates;
  private final byte[] codes; // template by position
  private final int[] bits; // where its digits begin, by position
  private final byte[] array;
  private final int start; // of the digits in the array

  private TemplatePage(
      Dictionary dictionary,
      int[] ids,
      Template[] templates,
      byte[] codes,
      int[] bits,
      ByteInput digits) {
    this.dictionary = dictionary;
    this.ids = ids;
    this.templates = templates;
    this.codes = codes;
    this.bits = bits;
    this.array = digits.array();
    this.start = digits.position();
  }

  static TemplatePage decode(ByteInput source, int count, Dictionary dictionary)
      throws CorruptDataException {
    int[] ids = new int[source.getCount(MAX_TEMPLATES)];
    Template[] templates = new Template[ids.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = TextColumn.checked(source.getVarint(), dictionary.size());
      templates[i] = Template.of(dictionary, ids[i]);
    }
    long[] read = ids.length == 1 ? new long[count] : LongColumn.decode(source, count);
    byte[] codes = new byte[count];
    int[] bits = new int[count];
    long bit = 0;
    for (int i = 0; i < count; i++) {
      codes[i] = (byte) TextColumn.checked(read[i], ids.length);
      bits[i] = (int) bit;
      bit += templates[(int) read[i]].bits();
      if (bit > Integer.MAX_VALUE) {
        throw new CorruptDataException("a page of more than 2^31 bits of digits");
      }
    }
    ByteInput digits = source.slice(source.getCount(source.remaining()));
    if (bit > digits.remaining() * (long) Byte.SIZE) {
      throw new CorruptDataException(bit + " bits of digits in " + digits.remaining() + " bytes");
    }
    return new TemplatePage(dictionary, ids, templates, codes, bits, digits);
  }

  private Template template(int position) {
    return templates[codes[position] & 0xff];
  }

  @Override
  public void find(byte[] wanted, BitSet positions) {
    TemplateSplitter parts = new TemplateSplitter();
    if (!parts.split(wanted, 0, wanted.length)) {
      return;
    }
    for (int i = 0; i < ids.length; i++) {
      int from = dictionary.offset(ids[i]);
      if (Arrays.equals(
          dictionary.array(),
          from,
          from + dictionary.length(ids[i]),
          parts.template(),
          0,
          parts.templateLength())) {
        find(i, parts, positions);
      }
    }
  }

  private void find(int template, TemplateSplitter parts, BitSet positions) {
    byte code = (byte) template;
    for (int i = 0; i < codes.length; i++) {
      if (codes[i] == code && hasNumbers(array, start, bits[i], parts)) {
        positions.set(i);
      }
    }
  }

  /** Whether the digits that begin at this bit after byte {@code start} are those of the parts. */
  static boolean hasNumbers(byte[] array, int start, long firstBit, TemplateSplitter parts) {
    long bit = firstBit;
    for (int i = 0; i < parts.count(); i++) {
      if (BitPacking.get(array, start, bit, parts.width(i)) != parts.number(i)) {
        return false;
      }
      bit += parts.width(i);
    }
    return true;
  }

  @Override
  public byte[] copy(int position) {
    Template template = template(position);
    byte[] value = new byte[template.length()];
    template.write(array, start, bits[position], value);
    return value;
  }

  @Override
  public int intern(int position, boolean isText, StringTableBuilder strings, KnownStrings known) {
    Template template = template(position);
    int length = template.length();
    byte[] value = known.scratch(length);
    template.write(array, start, bits[position], value);
    return isText ? strings.text(value, 0, length) : strings.blob(value, 0, length);
  }
}
