// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeType;
import io.spoor.storage.segment.column.ByteInput;
import io.spoor.storage.segment.column.CorruptDataException;
import io.spoor.storage.segment.column.Dictionary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** Where the pages of a row group are. Immutable. */
final class GroupHeader {
  private static final int MAX_COUNT = 1 << 26; // of anything, far above what a group can hold

  private final int rows;
  private final int traces;
  private final int events;
  private final int links;
  private final Place[] places = new Place[PageField.CODES];
  private final List<Column> columns = new ArrayList<>();
  private int end; // of the pages, where the next one begins

  /** Where a page is in the group, and its checksum. A length of -1 says that it is absent. */
  record Place(int offset, int length, int crc) {
    static final Place ABSENT = new Place(0, -1, 0);

    boolean isPresent() {
      return length >= 0;
    }
  }

  /** A value column. */
  record Column(RowGroup.Level level, AttributeType type, Key key, int count, Place place) {
    /** Level, key and type, for people. */
    String name() {
      String text = new String(key.bytes(), StandardCharsets.UTF_8);
      return level.word() + " " + text + " " + type;
    }
  }

  /** The bytes of an attribute's key. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Key(byte[] bytes) {}

  /**
   * Reads a header.
   *
   * @param bytes the header, checksum included
   */
  GroupHeader(byte[] bytes, Dictionary dictionary) throws CorruptDataException {
    verify(bytes);
    ByteInput in = new ByteInput(bytes, 0, bytes.length - Integer.BYTES);
    rows = in.getCount(RowGroupEncoder.MAX_ROWS);
    traces = in.getCount(rows);
    events = in.getCount(MAX_COUNT);
    links = in.getCount(MAX_COUNT);
    end = bytes.length;
    Arrays.fill(places, Place.ABSENT);
    for (int left = in.getCount(PageField.CODES); left > 0; left--) {
      int code = in.getByte();
      PageField field = PageField.of(code);
      if (field == null || places[code].isPresent()) {
        throw new CorruptDataException("header of a row group has the page " + code);
      }
      places[code] = place(in);
    }
    for (int left = in.getCount(ValueColumns.MAX_COLUMNS); left > 0; left--) {
      columns.add(column(in, dictionary));
    }
    if (in.remaining() > 0) {
      throw new CorruptDataException("header of a row group has bytes too many");
    }
  }

  private static void verify(byte[] bytes) throws CorruptDataException {
    CRC32C crc = new CRC32C();
    int length = bytes.length - Integer.BYTES;
    if (length >= 0) {
      crc.update(bytes, 0, length);
      ByteInput in = new ByteInput(bytes, length, bytes.length);
      if (in.getInt() == (int) crc.getValue()) {
        return;
      }
    }
    throw new CorruptDataException("header of a row group has a wrong checksum");
  }

  private Place place(ByteInput in) throws CorruptDataException {
    int length = in.getCount(Integer.MAX_VALUE - end);
    Place place = new Place(end, length, in.getInt());
    end += length;
    return place;
  }

  private Column column(ByteInput in, Dictionary dictionary) throws CorruptDataException {
    RowGroup.Level level = RowGroup.Level.of(in.getByte());
    AttributeType type = typeOf(in.getByte());
    Key key = new Key(stringOf(in, dictionary));
    int count = in.getCount(MAX_COUNT);
    return new Column(level, type, key, count, place(in));
  }

  /** The type of a code. */
  static AttributeType typeOf(int code) throws CorruptDataException {
    if (code < 0 || code > AttributeType.MAP.code()) {
      throw new CorruptDataException("an attribute has the type " + code);
    }
    return AttributeType.of((byte) code);
  }

  private static byte[] stringOf(ByteInput in, Dictionary dictionary) throws CorruptDataException {
    int id = in.getCount(dictionary.size()) - 1;
    if (id < 0) {
      return in.getBytes(in.getCount(in.remaining()));
    }
    int from = dictionary.offset(id);
    return Arrays.copyOfRange(dictionary.array(), from, from + dictionary.length(id));
  }

  int rows() {
    return rows;
  }

  int traces() {
    return traces;
  }

  int events() {
    return events;
  }

  int links() {
    return links;
  }

  /** Bytes of the group, header included. */
  int groupLength() {
    return end;
  }

  Place place(PageField field) {
    return places[field.code()];
  }

  /** In the order of their slots. */
  List<Column> columns() {
    return columns;
  }
}
