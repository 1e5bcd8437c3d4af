// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

/** The strings of a block by number. Immutable. */
public final class Dictionary {

  /** Reads what {@link DictionaryBuilder#encode} wrote. */
  public static Dictionary decode(ByteInput source) throws CorruptDataException {
    throw new UnsupportedOperationException();
  }

  /** Number of strings. */
  public int size() {
    throw new UnsupportedOperationException();
  }

  /** The array that holds string {@code id}. Shared: never write to it. */
  public byte[] array() {
    throw new UnsupportedOperationException();
  }

  /** Where string {@code id} starts in the array. */
  public int offset(int id) {
    throw new UnsupportedOperationException();
  }

  /** Length of string {@code id}. */
  public int length(int id) {
    throw new UnsupportedOperationException();
  }

  /** Number of these bytes, or -1. */
  public int find(byte[] bytes) {
    throw new UnsupportedOperationException();
  }

  /** Bytes of memory that this takes. */
  public long bytes() {
    throw new UnsupportedOperationException();
  }
}
