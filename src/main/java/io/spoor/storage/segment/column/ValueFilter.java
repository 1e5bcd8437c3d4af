// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import java.io.IOException;
import java.util.BitSet;

/**
 * Says which row groups of a block may have an entry: all that have it, and a few that do not.
 * Reads a few pages a question. From any thread; blocking.
 */
public final class ValueFilter {
  private static final int MIN_PROBES = 1;
  private static final int MAX_PROBES = 16;

  private final CheckedPages pages;
  private final int groups;
  private final int logBits;
  private final int probes;
  private final int rowBytes;

  /**
   * Reads the head of what {@link ValueFilterBuilder#encode} wrote.
   *
   * @param storedLength bytes that it wrote, checksums included
   * @param groups row groups of the block
   */
  public ValueFilter(CheckedPages.Source source, long storedLength, int groups) throws IOException {
    this.pages = new CheckedPages(source, CheckedPages.lengthOf(storedLength));
    this.groups = groups;
    ByteInput header = new ByteInput(pages.read(0, ValueFilterBuilder.HEADER_BYTES));
    int stated = header.getInt();
    logBits = header.getByte();
    probes = header.getByte();
    rowBytes = (groups + Byte.SIZE - 1) / Byte.SIZE;
    boolean sane =
        stated == groups
            && logBits >= ValueFilterBuilder.MIN_LOG_BITS
            && logBits <= ValueFilterBuilder.MAX_LOG_BITS
            && probes >= MIN_PROBES
            && probes <= MAX_PROBES;
    if (!sane || pages.length() != ValueFilterBuilder.HEADER_BYTES + ((long) rowBytes << logBits)) {
      throw new CorruptDataException(
          "a filter of " + stated + " groups and 2^" + logBits + " bits, for " + groups);
    }
  }

  /** The groups that may have this entry. */
  public BitSet groups(long entry) throws IOException {
    BitSet found = new BitSet(groups);
    found.set(0, groups);
    for (int probe = 0; probe < probes && !found.isEmpty(); probe++) {
      long bit = ValueFilterBuilder.bit(entry, probe, logBits);
      byte[] row = pages.read(ValueFilterBuilder.HEADER_BYTES + bit * rowBytes, rowBytes);
      found.and(BitSet.valueOf(row));
    }
    return found;
  }
}
