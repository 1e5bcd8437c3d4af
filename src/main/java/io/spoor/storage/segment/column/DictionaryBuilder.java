// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

/**
 * The strings that a block's pages refer to by number, in the order in which they came first.
 * Bounded in bytes: what no longer fits stands in its page itself. Not thread-safe.
 */
public final class DictionaryBuilder {

  /** The number of these bytes, or -1 when they are not there and no room is left. */
  public int add(byte[] source, int offset, int length, int hash) {
    throw new UnsupportedOperationException();
  }

  /** Appends the encoded form. */
  public void encode(ByteOutput target) {
    throw new UnsupportedOperationException();
  }
}
