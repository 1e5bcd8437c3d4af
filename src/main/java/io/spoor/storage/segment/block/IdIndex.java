// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.storage.segment.column.ByteInput;
import io.spoor.storage.segment.column.CorruptDataException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Finds the row group in which a trace begins, by one short read. Immutable.
 *
 * <pre>
 * section "id index":  pages of 512 entries, the last one shorter, each with a CRC32C (u32) behind
 *     entry:           u32 hash of the trace id | u16 or u32 first row group; sorted, unsigned
 * section "id fences": u32 entries | u32 bytes of a group's number, 2 or 4 | u32 first hash of each page
 * </pre>
 *
 * <p>The fences are kept in memory: 8 bytes a thousand traces.
 */
final class IdIndex {
  static final int PAGE_ENTRIES = 512;

  private final BlockBytes source;
  private final Section section;
  private final int size;
  private final int numberBytes;
  private final int[] fences;

  private IdIndex(BlockBytes source, Section section, int size, int numberBytes, int[] fences) {
    this.source = source;
    this.section = section;
    this.size = size;
    this.numberBytes = numberBytes;
    this.fences = fences;
  }

  /** Opens the index of these fences. */
  static IdIndex decode(ByteInput fenceSource, BlockBytes source, Section section)
      throws CorruptDataException {
    int size = fenceSource.getInt();
    int numberBytes = fenceSource.getInt();
    int pages = (int) (((long) size + PAGE_ENTRIES - 1) / PAGE_ENTRIES);
    boolean isSound =
        size >= 0
            && (numberBytes == Short.BYTES || numberBytes == Integer.BYTES)
            && fenceSource.remaining() >= (long) Integer.BYTES * pages
            && section.length() == (long) size * (Integer.BYTES + numberBytes) + 4L * pages;
    if (!isSound) {
      throw new CorruptDataException("its id fences do not belong to its id index");
    }
    int[] fences = new int[pages];
    for (int i = 0; i < pages; i++) {
      fences[i] = fenceSource.getInt();
    }
    return new IdIndex(source, section, size, numberBytes, fences);
  }

  int size() {
    return size;
  }

  int pages() {
    return fences.length;
  }

  /** The groups in which traces with the hash of this one begin, ascending: nearly always one. */
  int[] groups(long idHigh, long idLow, ReadMeter meter) throws IOException {
    int hash = IdHash.of(idHigh, idLow);
    int[] found = {};
    int page = firstPage(hash);
    while (page < fences.length && Integer.compareUnsigned(fences[page], hash) <= 0) {
      found = addMatches(page, hash, found, meter);
      page++;
    }
    return found;
  }

  /** The first page in which the hash can stand: the one before the first that begins with it. */
  private int firstPage(int hash) {
    int low = 0;
    int high = fences.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Integer.compareUnsigned(fences[middle], hash) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return Math.max(0, low - 1);
  }

  private int[] addMatches(int page, int hash, int[] before, ReadMeter meter) throws IOException {
    ByteInput entries = page(page, meter);
    int[] found = before;
    while (entries.remaining() > 0) {
      int entry = entries.getInt();
      int group = numberBytes == Short.BYTES ? entries.getShort() : entries.getInt();
      if (entry == hash) {
        found = Arrays.copyOf(found, found.length + 1);
        found[found.length - 1] = group;
      }
    }
    return found;
  }

  /** The entries of a page, with their checksum checked. */
  ByteInput page(int page, ReadMeter meter) throws IOException {
    int pageBytes = PAGE_ENTRIES * (Integer.BYTES + numberBytes) + Integer.BYTES;
    long from = (long) page * pageBytes;
    int length = (int) Math.min(pageBytes, section.length() - from);
    String what = "page " + page + " of its id index";
    meter.reads(length);
    byte[] bytes = source.read(section.offset() + from, length, what);
    int entryBytes = length - Integer.BYTES;
    if (new ByteInput(bytes, entryBytes, length).getInt()
        != BlockDescriptor.crc(bytes, 0, entryBytes)) {
      throw new CorruptDataException(source.path() + ": " + what + " is damaged");
    }
    return new ByteInput(bytes, 0, entryBytes);
  }
}
