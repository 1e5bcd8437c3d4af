// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import io.spoor.model.StringTable;
import java.util.Arrays;

/**
 * The strings that a block's pages refer to by number, in the order in which they came first.
 * Bounded in bytes: what no longer fits stands in its page itself. Not thread-safe.
 *
 * <pre>count (varint) | lengths ({@link LongColumn}) | bytes, in compressed pieces of 64 KiB</pre>
 *
 * <p>Equal bytes are one string, whether they are text in one place and bytes in another.
 */
// Hot path: each string of each batch is looked up here once.
public final class DictionaryBuilder {
  /** Most bytes of all strings together. */
  public static final int MAX_BYTES = 8 << 20;

  /** Most strings. */
  public static final int MAX_STRINGS = 1 << 20;

  /** Longest string: longer ones would leave no room for others. */
  public static final int MAX_STRING_BYTES = 64 << 10;

  static final int PIECE_BYTES = 64 << 10;
  private static final int MIN_SLOTS = 1024;
  private static final int MAX_PROBES = 64;

  private final ByteOutput bytes = new ByteOutput(MIN_SLOTS);
  private int[] offsets = new int[MIN_SLOTS]; // one more than strings
  private int[] hashes = new int[MIN_SLOTS];
  private int[] slots = new int[MIN_SLOTS]; // id + 1, 0 when free
  private int size;
  private final TextEncoder texts = new TextEncoder(this);

  /** Number of strings. */
  public int size() {
    return size;
  }

  /** Bytes of all strings together. */
  public int bytes() {
    return bytes.size();
  }

  /**
   * The number of these bytes, or -1 when they are not there and no room is left, or when too many
   * others have hashes near theirs.
   *
   * @param hash as {@link StringTable#hash} has it, of text or of bytes
   */
  public int add(byte[] source, int offset, int length, int hash) {
    if (length > MAX_STRING_BYTES) {
      return -1;
    }
    int own = StringTable.bytesHash(hash);
    int mask = slots.length - 1;
    int slot = slot(own, mask);
    for (int probes = 0; probes < MAX_PROBES; probes++) {
      int id = slots[slot] - 1;
      if (id < 0) {
        return append(source, offset, length, own, slot);
      }
      if (hashes[id] == own && equalTo(id, source, offset, length)) {
        return id;
      }
      slot = slot + 1 & mask;
    }
    return -1;
  }

  private boolean equalTo(int id, byte[] source, int offset, int length) {
    return Arrays.equals(
        bytes.array(), offsets[id], offsets[id + 1], source, offset, offset + length);
  }

  private int append(byte[] source, int offset, int length, int hash, int slot) {
    if (size == MAX_STRINGS || length > MAX_BYTES - bytes.size()) {
      return -1;
    }
    int id = size++;
    if (size == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * size);
      hashes = Arrays.copyOf(hashes, 2 * size);
    }
    bytes.putBytes(source, offset, length);
    offsets[size] = bytes.size();
    hashes[id] = hash;
    slots[slot] = size;
    if (slots.length < slotsFor(size)) {
      rehash(slotsFor(size));
    }
    return id;
  }

  /**
   * Moves the strings in the order of their slots, beginning behind a free one: so none comes to
   * stand further from its first slot than it did, and all stay within reach.
   */
  private void rehash(int newLength) {
    int[] old = slots;
    int free = 0;
    while (old[free] != 0) {
      free++;
    }
    slots = new int[newLength];
    int mask = newLength - 1;
    for (int i = 1; i < old.length; i++) {
      int entry = old[free + i & old.length - 1];
      if (entry != 0) {
        int slot = slot(hashes[entry - 1], mask);
        while (slots[slot] != 0) {
          slot = slot + 1 & mask;
        }
        slots[slot] = entry;
      }
    }
  }

  /** Slots for so many strings: at most half of them are taken. A power of two. */
  static int slotsFor(int strings) {
    return Math.max(MIN_SLOTS, Integer.highestOneBit(Math.max(1, 2 * strings - 1)) << 1);
  }

  /** The first slot to look at for this hash. */
  static int slot(int hash, int mask) {
    return StringTable.bytesHash(hash) >>> 1 & mask;
  }

  /** What encodes columns of text with this dictionary. */
  TextEncoder texts() {
    return texts;
  }

  /** Appends the encoded form. */
  public void encode(ByteOutput target) {
    target.putVarint(size);
    long[] lengths = new long[size];
    for (int i = 0; i < size; i++) {
      lengths[i] = (long) offsets[i + 1] - offsets[i];
    }
    LongColumn.encode(lengths, size, target);
    for (int at = 0; at < bytes.size(); at += PIECE_BYTES) {
      Compression.put(bytes.array(), at, Math.min(PIECE_BYTES, bytes.size() - at), target);
    }
  }
}
