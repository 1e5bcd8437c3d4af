// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import io.spoor.model.ByteHash;
import io.spoor.model.StringTable;
import java.util.Arrays;

/**
 * Writes values as templates and packed digits, where they have few shapes. Belongs to one
 * dictionary; reused; not thread-safe.
 */
// Hot path: nearly unique values pass here.
final class TemplateEncoder {
  private static final int SLOTS = 1024; // a power of two, four times the templates
  private static final int ALWAYS_ALLOWED = 64; // most come among the first values, in any order
  private static final int VALUES_A_TEMPLATE = 8; // fewer, and templates save nothing

  private final DictionaryBuilder dictionary;
  private final TemplateSplitter parts = new TemplateSplitter();
  private final BitOutput digits = new BitOutput();
  private final int[] slots = new int[SLOTS]; // template + 1, 0 when free
  private final ByteOutput templates = new ByteOutput();
  private final int[] ends = new int[TemplatePage.MAX_TEMPLATES];
  private final int[] hashes = new int[TemplatePage.MAX_TEMPLATES];
  private int size;
  private long[] codes = new long[256];

  TemplateEncoder(DictionaryBuilder dictionary) {
    this.dictionary = dictionary;
  }

  /**
   * False, and nothing is appended, when the values have too many shapes, a value is too long or
   * the dictionary has no room.
   */
  boolean put(SourceBatch[] sources, long[] references, int count, ByteOutput target) {
    if (!split(sources, references, count)) {
      return false;
    }
    int start = target.size();
    target.putByte(TextColumn.TEMPLATE);
    target.putVarint(size);
    for (int i = 0; i < size; i++) {
      int from = i == 0 ? 0 : ends[i - 1];
      int id = dictionary.add(templates.array(), from, ends[i] - from, hashes[i]);
      if (id < 0) {
        target.truncate(start);
        return false;
      }
      target.putVarint(id);
    }
    if (size > 1) {
      LongColumn.encode(codes, count, target);
    }
    digits.encode(target);
    return true;
  }

  private boolean split(SourceBatch[] sources, long[] references, int count) {
    Arrays.fill(slots, 0);
    templates.clear();
    digits.clear();
    size = 0;
    if (codes.length < count) {
      codes = new long[count];
    }
    int code = -1; // of the value before
    for (int i = 0; i < count; i++) {
      StringTable table = sources[(int) (references[i] >>> 32)].strings();
      int string = (int) references[i];
      byte[] array = table.array(string);
      int offset = table.offset(string);
      int length = table.length(string);
      if (code < 0 || !parts.splitAgain(array, offset, length)) {
        code = parts.split(array, offset, length) ? template() : -1;
        if (code < 0 || size > ALWAYS_ALLOWED + i / VALUES_A_TEMPLATE) {
          return false;
        }
      }
      codes[i] = code;
      for (int number = 0; number < parts.count(); number++) {
        digits.put(parts.number(number), parts.width(number));
      }
    }
    return size * VALUES_A_TEMPLATE <= count && digits.isRoomy();
  }

  /** Number of the template of the value that was split last; -1 when there are too many. */
  private int template() {
    int length = parts.templateLength();
    int hash = ByteHash.of(parts.template(), 0, length);
    int slot = hash & SLOTS - 1;
    while (slots[slot] != 0) {
      int code = slots[slot] - 1;
      int from = code == 0 ? 0 : ends[code - 1];
      if (hashes[code] == hash
          && Arrays.equals(templates.array(), from, ends[code], parts.template(), 0, length)) {
        return code;
      }
      slot = slot + 1 & SLOTS - 1;
    }
    if (size == TemplatePage.MAX_TEMPLATES) {
      return -1;
    }
    slots[slot] = size + 1;
    templates.putBytes(parts.template(), 0, length);
    ends[size] = templates.size();
    hashes[size] = hash;
    return size++;
  }
}
