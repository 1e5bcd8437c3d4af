// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

/** What a filter holds: hashes of a key and a value, from the hashes that string tables have. */
public final class FilterEntry {
  /** The key of {@code service.name} as the span's service; the value is "" where there is none. */
  public static final byte[] SERVICE = {0, 's'};

  /** The key of a span's name. */
  public static final byte[] OPERATION = {0, 'o'};

  /** A string value. Hashes are those of {@code StringTable}, of text. */
  public static long text(int keyHash, int valueHash) {
    throw new UnsupportedOperationException();
  }

  /** An integer or, as 0 or 1, a boolean. */
  public static long number(int keyHash, byte typeCode, long value) {
    throw new UnsupportedOperationException();
  }

  /** That the key has values of another type, whatever they are. */
  public static long other(int keyHash) {
    throw new UnsupportedOperationException();
  }

  private FilterEntry() {}
}
