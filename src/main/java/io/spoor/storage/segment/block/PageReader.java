// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.storage.segment.column.ByteInput;
import io.spoor.storage.segment.column.CorruptDataException;
import io.spoor.storage.segment.column.Dictionary;
import io.spoor.storage.segment.column.LongColumn;
import io.spoor.storage.segment.column.LongSearch;
import io.spoor.storage.segment.column.TextColumn;
import io.spoor.storage.segment.column.TextSearch;
import java.io.IOException;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads the pages of a row group and verifies each before it is decoded. Not thread-safe. */
final class PageReader {
  private final PageSource source;
  private final GroupHeader header;
  private final Dictionary dictionary;
  private final CRC32C crc = new CRC32C();

  PageReader(PageSource source, GroupHeader header, Dictionary dictionary) {
    this.source = source;
    this.header = header;
    this.dictionary = dictionary;
  }

  GroupHeader header() {
    return header;
  }

  Dictionary dictionary() {
    return dictionary;
  }

  /** The page, or null when it is absent. */
  @Nullable ByteInput page(PageField field) throws IOException {
    GroupHeader.Place place = header.place(field);
    return place.isPresent() ? read(place, field.name()) : null;
  }

  /** The page at a place. */
  ByteInput read(GroupHeader.Place place, String name) throws IOException {
    byte[] bytes = source.read(place.offset(), place.length());
    crc.reset();
    crc.update(bytes);
    if (bytes.length != place.length() || (int) crc.getValue() != place.crc()) {
      throw new CorruptDataException(
          "%s: page %s at %d has a wrong checksum".formatted(source, name, place.offset()));
    }
    return new ByteInput(bytes, 0, bytes.length);
  }

  /** Reads every page and verifies its checksum. */
  void verify() throws IOException {
    for (PageField field : PageField.values()) {
      page(field);
    }
    for (GroupHeader.Column column : header.columns()) {
      read(column.place(), column.name());
    }
  }

  /** Bytes of the pages, by name. */
  Map<String, Integer> bytesByName() {
    Map<String, Integer> bytes = new LinkedHashMap<>();
    for (PageField field : PageField.values()) {
      if (header.place(field).isPresent()) {
        bytes.put(field.name(), header.place(field).length());
      }
    }
    for (GroupHeader.Column column : header.columns()) {
      bytes.merge(column.name(), column.place().length(), Integer::sum);
    }
    return bytes;
  }

  /** Says that a page makes no sense. */
  static CorruptDataException corrupt(PageField field, String what) {
    return new CorruptDataException("page %s of a row group: %s".formatted(field, what));
  }

  /** So many numbers; zeros when the page is absent. */
  long[] longs(PageField field, int count) throws IOException {
    ByteInput page = page(field);
    return page == null ? new long[count] : LongColumn.decode(page, count);
  }

  /** So many strings, or null when the page is absent: all are empty. */
  @Nullable TextColumn texts(PageField field, int count) throws IOException {
    ByteInput page = page(field);
    return page == null ? null : TextColumn.decode(page, count, dictionary);
  }

  /** Sets the bits of those of so many numbers that are this one; all are 0 in an absent page. */
  void find(PageField field, int count, long wanted, BitSet found) throws IOException {
    ByteInput page = page(field);
    if (page != null) {
      LongSearch.find(page, count, wanted, found);
    } else if (wanted == 0) {
      found.set(0, count);
    }
  }

  /**
   * Sets the bits of those of so many strings that are this one; all are empty in an absent page.
   */
  void find(PageField field, int count, byte[] wanted, BitSet found) throws IOException {
    ByteInput page = page(field);
    if (page != null) {
      TextSearch.find(page, count, dictionary, wanted, found);
    } else if (wanted.length == 0) {
      found.set(0, count);
    }
  }

  /** The numbers of a page of 8 raw bytes each; as many as are there. */
  long[] rawLongs(PageField field) throws IOException {
    ByteInput page = page(field);
    if (page == null) {
      return new long[0];
    }
    if (page.remaining() % Long.BYTES != 0) {
      throw corrupt(field, page.remaining() + " bytes");
    }
    return rawLongs(page, page.remaining() / Long.BYTES);
  }

  static long[] rawLongs(ByteInput page, int count) throws CorruptDataException {
    if (page.remaining() / Long.BYTES < count) {
      throw new CorruptDataException("a page of a row group ends too early");
    }
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = page.getLong();
    }
    return values;
  }
}
