// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeType;
import io.spoor.storage.segment.column.ByteOutput;
import io.spoor.storage.segment.column.DictionaryBuilder;
import io.spoor.storage.segment.column.LongColumn;
import io.spoor.storage.segment.column.SourceBatch;
import io.spoor.storage.segment.column.StringVisitor;
import io.spoor.storage.segment.column.TextColumn;
import java.util.zip.CRC32C;

/**
 * Collects the pages of a row group and the directory that says where they are. Not thread-safe.
 */
final class PageWriter {
  private final DictionaryBuilder dictionary;
  private final ByteOutput directory = new ByteOutput();
  private final ByteOutput columns = new ByteOutput();
  private final ByteOutput pages = new ByteOutput();
  private final CRC32C crc = new CRC32C();
  private int pageCount;
  private int columnCount;
  private int start; // of the page under way

  PageWriter(DictionaryBuilder dictionary) {
    this.dictionary = dictionary;
  }

  DictionaryBuilder dictionary() {
    return dictionary;
  }

  /** Where the content of the next page is to be appended; then call {@link #end}. */
  ByteOutput begin() {
    start = pages.size();
    return pages;
  }

  void end(PageField field) {
    directory.putByte(field.code());
    putPlace(directory);
    pageCount++;
  }

  private void putPlace(ByteOutput target) {
    int length = pages.size() - start;
    crc.reset();
    crc.update(pages.array(), start, length);
    target.putVarint(length);
    target.putInt((int) crc.getValue());
  }

  /** A page of numbers, unless all are 0. */
  void longs(PageField field, LongValues values) {
    if (!values.isAllZero()) {
      LongColumn.encode(values.array(), values.count(), begin());
      end(field);
    }
  }

  /** A page of strings, unless all are empty. */
  void texts(PageField field, TextValues values) {
    if (!values.isAllEmpty()) {
      appendTexts(values, begin());
      end(field);
    }
  }

  void appendTexts(TextValues values, ByteOutput target) {
    TextColumn.encode(values.sources(), values.references(), values.count(), dictionary, target);
  }

  /** Appends strings, and shows the distinct ones. */
  void appendTexts(TextValues values, ByteOutput target, StringVisitor distinct) {
    TextColumn.encode(
        values.sources(), values.references(), values.count(), dictionary, target, distinct);
  }

  /** A page of 8 raw bytes a number, unless there are none. */
  void rawLongs(PageField field, LongValues values) {
    if (values.count() > 0) {
      ByteOutput target = begin();
      for (int i = 0; i < values.count(); i++) {
        target.putLong(values.get(i));
      }
      end(field);
    }
  }

  /** The page of a value column; {@link #begin} was called. */
  void endColumn(
      RowGroup.Level level, AttributeType type, SourceBatch keySource, int key, int count) {
    columns.putByte(level.code());
    columns.putByte(type.code());
    putString(columns, keySource, key);
    columns.putVarint(count);
    putPlace(columns);
    columnCount++;
  }

  /** A string as one more than its number in the dictionary; or 0, its length, and its bytes. */
  void putString(ByteOutput target, SourceBatch source, int string) {
    int id = source.dictionaryId(string, dictionary);
    target.putVarint(id + 1L);
    if (id < 0) {
      int length = source.strings().length(string);
      target.putVarint(length);
      target.putBytes(source.strings().array(string), source.strings().offset(string), length);
    }
  }

  /**
   * Appends the header and the pages; then there are none.
   *
   * @param counts rows, traces, events, links
   * @return length of the header
   */
  int finish(ByteOutput target, int... counts) {
    int from = target.size();
    for (int count : counts) {
      target.putVarint(count);
    }
    target.putVarint(pageCount);
    target.putBytes(directory.array(), 0, directory.size());
    target.putVarint(columnCount);
    target.putBytes(columns.array(), 0, columns.size());
    crc.reset();
    crc.update(target.array(), from, target.size() - from);
    target.putInt((int) crc.getValue());
    int headerLength = target.size() - from;
    target.putBytes(pages.array(), 0, pages.size());
    clear();
    return headerLength;
  }

  private void clear() {
    directory.clear();
    columns.clear();
    pages.clear();
    pageCount = 0;
    columnCount = 0;
  }
}
