// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

/** Numbers of various widths, one after the other, as {@link BitPacking} reads them. Reused. */
// Hot path: each run of digits passes here.
final class BitOutput {
  private static final int MAX_BYTES = Integer.MAX_VALUE / Byte.SIZE;

  private final ByteOutput words = new ByteOutput();
  private long word;
  private int filled;

  void clear() {
    words.clear();
    word = 0;
    filled = 0;
  }

  /** Appends the low {@code width} bits, 1 to 64; the others are 0. */
  void put(long number, int width) {
    word |= number << filled;
    filled += width;
    if (filled >= Long.SIZE) {
      words.putLong(word);
      filled -= Long.SIZE;
      word = filled == 0 ? 0 : number >>> (width - filled);
    }
  }

  /** Whether positions of bits still are ints. */
  boolean isRoomy() {
    return words.size() < MAX_BYTES - Long.BYTES;
  }

  /** Appends the number of bytes (varint), and the bytes. */
  void encode(ByteOutput target) {
    int rest = (filled + Byte.SIZE - 1) / Byte.SIZE;
    target.putVarint(words.size() + rest);
    target.putBytes(words.array(), 0, words.size());
    for (int i = 0; i < rest; i++) {
      target.putByte((int) (word >>> (Byte.SIZE * i)));
    }
  }
}
