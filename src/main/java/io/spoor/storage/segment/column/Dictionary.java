// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import io.spoor.model.ByteHash;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The strings of a block by number. Immutable; from any thread. */
public final class Dictionary {
  private static final int OBJECT_BYTES = 80; // this and the headers of its arrays, about

  private final byte[] array;
  private final int[] offsets; // one more than strings
  private volatile int @Nullable [] slots; // id + 1, 0 when free; made when first asked

  private Dictionary(byte[] array, int[] offsets) {
    this.array = array;
    this.offsets = offsets;
  }

  /** Reads what {@link DictionaryBuilder#encode} wrote. */
  public static Dictionary decode(ByteInput source) throws CorruptDataException {
    int count = source.getCount(DictionaryBuilder.MAX_STRINGS);
    long[] lengths = LongColumn.decode(source, count);
    int[] offsets = new int[count + 1];
    for (int i = 0; i < count; i++) {
      if (lengths[i] < 0 || lengths[i] > DictionaryBuilder.MAX_BYTES - offsets[i]) {
        throw new CorruptDataException("a dictionary has too many bytes, from string " + i + " on");
      }
      offsets[i + 1] = offsets[i] + (int) lengths[i];
    }
    byte[] array = new byte[offsets[count]];
    for (int at = 0; at < array.length; ) {
      byte[] piece = Compression.get(source, DictionaryBuilder.PIECE_BYTES);
      if (piece.length == 0 || piece.length > array.length - at) {
        throw new CorruptDataException("a piece of a dictionary has " + piece.length + " bytes");
      }
      System.arraycopy(piece, 0, array, at, piece.length);
      at += piece.length;
    }
    return new Dictionary(array, offsets);
  }

  /** Number of strings. */
  public int size() {
    return offsets.length - 1;
  }

  /** The array that holds all strings. Shared: never write to it. */
  public byte[] array() {
    return array;
  }

  /** Where string {@code id} starts in the array. */
  public int offset(int id) {
    return offsets[id];
  }

  /** Length of string {@code id}. */
  public int length(int id) {
    return offsets[id + 1] - offsets[id];
  }

  /** A copy of string {@code id}. */
  public byte[] copy(int id) {
    return Arrays.copyOfRange(array, offsets[id], offsets[id + 1]);
  }

  /** Number of these bytes, or -1. */
  public int find(byte[] bytes) {
    int[] index = index();
    int mask = index.length - 1;
    int slot = DictionaryBuilder.slot(ByteHash.of(bytes, 0, bytes.length), mask);
    while (index[slot] != 0) {
      int id = index[slot] - 1;
      if (Arrays.equals(array, offsets[id], offsets[id + 1], bytes, 0, bytes.length)) {
        return id;
      }
      slot = slot + 1 & mask;
    }
    return -1;
  }

  /** Bytes of memory that this takes. */
  public long bytes() {
    int[] index = slots;
    int ints = offsets.length + (index == null ? 0 : index.length);
    return OBJECT_BYTES + array.length + (long) Integer.BYTES * ints;
  }

  /** Two threads may both make it: they make the same. */
  private int[] index() {
    int[] index = slots;
    if (index == null) {
      index = new int[DictionaryBuilder.slotsFor(size())];
      int mask = index.length - 1;
      for (int id = 0; id < size(); id++) {
        int hash = ByteHash.of(array, offsets[id], offsets[id + 1] - offsets[id]);
        int slot = DictionaryBuilder.slot(hash, mask);
        while (index[slot] != 0) {
          slot = slot + 1 & mask;
        }
        index[slot] = id + 1;
      }
      slots = index;
    }
    return index;
  }
}
