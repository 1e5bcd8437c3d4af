// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.storage.segment.column.ByteOutput;
import java.util.Arrays;

/**
 * Collects in which row group each trace begins, 8 bytes a trace. See {@link IdIndex} for what it
 * becomes. Not thread-safe.
 */
final class IdIndexBuilder {
  private static final int INITIAL = 1024;

  // hash with its sign turned, so that it sorts as unsigned, above the group's number
  private long[] entries = new long[INITIAL];
  private int size;

  /** Adds a trace. */
  void add(long idHigh, long idLow, int group) {
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, size + size / 2);
    }
    int hash = IdHash.of(idHigh, idLow);
    entries[size++] = (long) (hash ^ Integer.MIN_VALUE) << Integer.SIZE | group;
  }

  int size() {
    return size;
  }

  /**
   * Appends the pages of the index, and what is kept of it in memory. Nothing can be added any
   * more.
   */
  void encode(int groups, ByteOutput pages, ByteOutput fences) {
    Arrays.sort(entries, 0, size);
    boolean isShort = groups <= 1 << Short.SIZE;
    fences.putInt(size);
    fences.putInt(isShort ? Short.BYTES : Integer.BYTES);
    for (int from = 0; from < size; from += IdIndex.PAGE_ENTRIES) {
      fences.putInt(hash(from));
      int begin = pages.size();
      for (int i = from; i < Math.min(size, from + IdIndex.PAGE_ENTRIES); i++) {
        pages.putInt(hash(i));
        if (isShort) {
          pages.putShort((int) entries[i]);
        } else {
          pages.putInt((int) entries[i]);
        }
      }
      pages.putInt(BlockDescriptor.crc(pages.array(), begin, pages.size() - begin));
    }
  }

  private int hash(int index) {
    return (int) (entries[index] >>> Integer.SIZE) ^ Integer.MIN_VALUE;
  }
}
