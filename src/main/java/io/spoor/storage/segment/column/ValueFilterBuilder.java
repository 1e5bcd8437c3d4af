// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import java.util.ArrayList;
import java.util.List;

/**
 * One Bloom filter a row group, all of the same size, laid out bit by bit across the groups: so a
 * search reads a few short runs of a block, not a filter of each group. Not thread-safe.
 *
 * <p>A group has 2^16 bits (8 KiB of memory) while the block is built. At the end all are folded in
 * halves, as often as the fullest stays at most half full.
 *
 * <pre>
 * groups (4 bytes) | bits a group, as a power of two (1 byte) | probes (1 byte) | 0 (2 bytes)
 * for each bit: the groups that have it, a bit each, lowest first, up to a whole byte
 * </pre>
 *
 * <p>All of that as {@link CheckedPages}.
 */
// Hot path: each distinct value of a row group is added.
public final class ValueFilterBuilder {
  static final int MAX_LOG_BITS = 16;
  static final int MIN_LOG_BITS = 9;
  static final int PROBES = 5;
  static final int HEADER_BYTES = 8;

  private final List<long[]> ended = new ArrayList<>();
  private long[] current = newGroup();

  /** Adds an entry, a well-mixed hash (see {@link FilterEntry}), to the current group. */
  public void add(long entry) {
    for (int probe = 0; probe < PROBES; probe++) {
      int bit = bit(entry, probe, MAX_LOG_BITS);
      current[bit >>> 6] |= 1L << bit;
    }
  }

  /** Which bit an entry has: the same, less its highest bits, in a folded filter. */
  static int bit(long entry, int probe, int logBits) {
    int step = (int) (entry >>> Integer.SIZE) | 1;
    return (int) entry + probe * step & (1 << logBits) - 1;
  }

  /** Ends the current group. */
  public void endGroup() {
    ended.add(current);
    current = newGroup();
  }

  /** Groups that have ended. */
  public int groups() {
    return ended.size();
  }

  /** Bytes of memory that the groups take. */
  public long bytes() {
    return (ended.size() + 1L) * (1 << MAX_LOG_BITS) / Byte.SIZE;
  }

  /**
   * Appends the encoded form: what {@link ValueFilter} reads by position. Nothing can be added
   * afterwards.
   *
   * @throws IllegalStateException when there are so many groups that this would take 2 GiB
   */
  public void encode(ByteOutput target) {
    int logBits = MAX_LOG_BITS;
    while (logBits > MIN_LOG_BITS && mayFold(logBits)) {
      logBits--;
      for (long[] group : ended) {
        fold(group, logBits);
      }
    }
    int rowBytes = (ended.size() + Byte.SIZE - 1) / Byte.SIZE;
    long length = HEADER_BYTES + ((long) rowBytes << logBits);
    if (CheckedPages.storedBytes(length) > Integer.MAX_VALUE - target.size()) {
      throw new IllegalStateException("too many groups for one filter: " + ended.size());
    }
    ByteOutput header = new ByteOutput(HEADER_BYTES);
    header.putInt(ended.size());
    header.putByte(logBits);
    header.putByte(PROBES);
    header.putShort(0);
    byte[] bytes = new byte[(int) length];
    System.arraycopy(header.array(), 0, bytes, 0, HEADER_BYTES);
    transpose(bytes, rowBytes, 1 << logBits);
    CheckedPages.append(bytes, 0, bytes.length, target);
  }

  /** Whether no group would be more than half full with half of the bits. */
  private boolean mayFold(int logBits) {
    int half = 1 << logBits >> 7; // words
    for (long[] group : ended) {
      int set = 0;
      for (int i = 0; i < half; i++) {
        set += Long.bitCount(group[i] | group[i + half]);
      }
      if (2 * set > half * Long.SIZE) {
        return false;
      }
    }
    return true;
  }

  private static void fold(long[] group, int logBits) {
    int words = 1 << logBits >> 6;
    for (int i = 0; i < words; i++) {
      group[i] |= group[i + words];
    }
  }

  private void transpose(byte[] target, int rowBytes, int bits) {
    for (int number = 0; number < ended.size(); number++) {
      long[] group = ended.get(number);
      int column = HEADER_BYTES + number / Byte.SIZE;
      byte mark = (byte) (1 << number % Byte.SIZE);
      for (int word = 0; word < bits >> 6; word++) {
        for (long rest = group[word]; rest != 0; rest &= rest - 1) {
          int bit = (word << 6) + Long.numberOfTrailingZeros(rest);
          target[column + bit * rowBytes] |= mark;
        }
      }
    }
  }

  private static long[] newGroup() {
    return new long[1 << MAX_LOG_BITS >> 6];
  }
}
