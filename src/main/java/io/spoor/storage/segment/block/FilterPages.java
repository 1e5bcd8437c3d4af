// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.storage.segment.column.CheckedPages;
import java.io.IOException;

/** The bytes of a block's value filter for one question. Its first page stays in the cache. */
final class FilterPages implements CheckedPages.Source {
  private final BlockBytes source;
  private final Section section;
  private final BlockCache cache;
  private final BlockCache.Key key;
  private final ReadMeter meter;

  FilterPages(
      BlockBytes source, Section section, BlockCache cache, BlockCache.Key key, ReadMeter meter) {
    this.source = source;
    this.section = section;
    this.cache = cache;
    this.key = key;
    this.meter = meter;
  }

  @Override
  public byte[] read(long offset, int length) throws IOException {
    return offset == 0 && length == CheckedPages.storedBytes(CheckedPages.PAGE_BYTES)
        ? (byte[]) cache.get(key, () -> new BlockCache.Entry(readFile(0, length), length))
        : readFile(offset, length);
  }

  private byte[] readFile(long offset, int length) throws IOException {
    if (offset > section.length() - length) {
      return new byte[0]; // which the pages say is too little
    }
    meter.reads(length);
    return source.read(section.offset() + offset, length, "its value filter at byte " + offset);
  }
}
