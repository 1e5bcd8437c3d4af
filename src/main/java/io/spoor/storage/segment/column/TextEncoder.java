// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import io.spoor.model.StringTable;

/**
 * Chooses the form of a {@link TextColumn} and writes it. Belongs to one dictionary; reused; not
 * thread-safe.
 */
// Hot path: every string of a block passes here.
final class TextEncoder {
  private static final int FEW = 16; // values: whatever they are, the dictionary has room
  private static final int MANY_DISTINCT = 64; // of one shape: hardly the same in other pages

  private final DictionaryBuilder dictionary;
  private final DistinctStrings distinct = new DistinctStrings();
  private final TemplateEncoder templates;
  private final ByteOutput bytes = new ByteOutput();
  private long[] longs = new long[256];

  TextEncoder(DictionaryBuilder dictionary) {
    this.dictionary = dictionary;
    this.templates = new TemplateEncoder(dictionary);
  }

  void encode(
      SourceBatch[] sources,
      long[] references,
      int count,
      ByteOutput target,
      StringVisitor visitor) {
    if (longs.length < count) {
      longs = new long[count];
    }
    if (distinct.areHardlyAnyEqual(sources, references, count)) {
      for (int i = 0; i < count; i++) {
        visitor.visit(sources[(int) (references[i] >>> 32)], (int) references[i]);
      }
      putValues(sources, references, count, target);
      return;
    }
    distinct.collect(sources, references, count);
    for (int i = 0; i < distinct.size(); i++) {
      visitor.visit(distinct.source(i), distinct.string(i));
    }
    boolean repeats = 2 * distinct.size() <= count;
    if (!repeats && count > FEW) {
      putValues(sources, references, count, target);
      return;
    }
    int start = target.size();
    boolean local = repeats && distinct.size() > MANY_DISTINCT && putRepeated(target, true);
    if (local || putDictionary(count, target)) {
      return;
    }
    target.truncate(start);
    if (repeats) {
      putRepeated(target, false);
    } else {
      putValues(sources, references, count, target);
    }
  }

  /** False when the dictionary has no room for them all; then what was appended is of no use. */
  private boolean putDictionary(int count, ByteOutput target) {
    int size = distinct.size();
    for (int i = 0; i < size; i++) {
      longs[i] = distinct.source(i).dictionaryId(distinct.string(i), dictionary);
      if (longs[i] < 0) {
        return false;
      }
    }
    target.putByte(TextColumn.DICTIONARY);
    target.putVarint(size);
    LongColumn.encode(longs, size, target);
    putCodes(count, target);
    return true;
  }

  /** False, and nothing is appended, when templates are asked for and do not fit. */
  private boolean putRepeated(ByteOutput target, boolean templatesOnly) {
    int start = target.size();
    int size = distinct.size();
    target.putByte(TextColumn.REPEATED);
    target.putVarint(size);
    putCodes(distinct.count(), target);
    if (templates.put(distinct.sources(), distinct.references(), size, target)) {
      return true;
    }
    if (templatesOnly) {
      target.truncate(start);
      return false;
    }
    putPlain(distinct.sources(), distinct.references(), size, target);
    return true;
  }

  private void putCodes(int count, ByteOutput target) {
    if (distinct.size() < count) {
      for (int i = 0; i < count; i++) {
        longs[i] = distinct.code(i);
      }
      LongColumn.encode(longs, count, target);
    }
  }

  private void putValues(SourceBatch[] sources, long[] references, int count, ByteOutput target) {
    if (!templates.put(sources, references, count, target)) {
      putPlain(sources, references, count, target);
    }
  }

  private void putPlain(SourceBatch[] sources, long[] references, int count, ByteOutput target) {
    bytes.clear();
    for (int i = 0; i < count; i++) {
      StringTable table = sources[(int) (references[i] >>> 32)].strings();
      int string = (int) references[i];
      int length = table.length(string);
      longs[i] = length;
      bytes.putBytes(table.array(string), table.offset(string), length);
    }
    target.putByte(TextColumn.PLAIN);
    LongColumn.encode(longs, count, target);
    Compression.put(bytes.array(), 0, bytes.size(), target);
  }
}
