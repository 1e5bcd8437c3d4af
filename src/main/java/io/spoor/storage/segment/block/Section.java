// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.storage.segment.column.CorruptDataException;
import java.io.IOException;

/**
 * A part of a block behind its row groups.
 *
 * @param kind one of the numbers below; others come from newer versions and are passed over
 * @param offset in the file
 * @param crc CRC32C of its bytes
 */
record Section(int kind, long offset, long length, int crc) {
  static final int DICTIONARY = 1;
  static final int ID_INDEX = 2;
  static final int VALUE_FILTER = 3;
  static final int CATALOGUE = 4;
  static final int GROUP_INDEX = 5;
  static final int ID_FENCES = 6;

  /** Since version 1.1. */
  static final int LONGEST_SPANS = 7;

  /** Bytes of an entry of the footer. */
  static final int ENTRY_BYTES = 24;

  static String name(int kind) {
    return switch (kind) {
      case DICTIONARY -> "dictionary";
      case ID_INDEX -> "id index";
      case VALUE_FILTER -> "value filter";
      case CATALOGUE -> "catalogue";
      case GROUP_INDEX -> "group index";
      case ID_FENCES -> "id fences";
      case LONGEST_SPANS -> "longest spans";
      default -> "section " + kind;
    };
  }

  String name() {
    return name(kind);
  }

  /** All its bytes, with the checksum checked. */
  byte[] read(BlockBytes source) throws IOException {
    if (length > Integer.MAX_VALUE - 16) {
      throw new CorruptDataException(source.path() + ": its " + name() + " is too long: " + length);
    }
    byte[] bytes = source.read(offset, (int) length, "its " + name());
    if (BlockDescriptor.crc(bytes, 0, bytes.length) != crc) {
      throw new CorruptDataException(source.path() + ": its " + name() + " is damaged");
    }
    return bytes;
  }
}
