// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

/**
 * One Bloom filter a row group, all of the same size, laid out bit by bit across the groups: so a
 * search reads a few short runs of a block, not a filter of each group. Not thread-safe.
 */
public final class ValueFilterBuilder {

  /** Adds an entry, a well-mixed hash (see {@link FilterEntry}), to the current group. */
  public void add(long entry) {
    throw new UnsupportedOperationException();
  }

  /** Ends the current group. */
  public void endGroup() {
    throw new UnsupportedOperationException();
  }

  /** Appends the encoded form: what {@link ValueFilter} reads by position. */
  public void encode(ByteOutput target) {
    throw new UnsupportedOperationException();
  }
}
