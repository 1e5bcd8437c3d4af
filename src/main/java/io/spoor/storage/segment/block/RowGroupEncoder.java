// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.storage.segment.column.ByteOutput;
import io.spoor.storage.segment.column.DictionaryBuilder;
import io.spoor.storage.segment.column.SourceBatch;
import io.spoor.storage.segment.column.ValueFilterBuilder;

/**
 * Encodes a few thousand rows as pages, one a column, that can be read alone. Reused from group to
 * group; not thread-safe.
 */
public final class RowGroupEncoder {
  /** Most rows in a group. */
  public static final int MAX_ROWS = 4_096;

  /** The strings and the filter are those of the whole block; its catalogue observes. */
  RowGroupEncoder(
      DictionaryBuilder dictionary, ValueFilterBuilder filter, GroupObserver observer) {}

  /**
   * Whether so many more rows fit, as far as can be known. False once the rows so far have many
   * bytes.
   */
  public boolean hasRoom(int moreRows) {
    throw new UnsupportedOperationException();
  }

  /**
   * Adds rows of a trace, in their order by start: {@code [from, to)}, or as many of them as fit
   * into the group. At least one when the group is empty, so a caller that encodes the group when
   * not all fit, and goes on with the rest, comes to an end.
   *
   * @return one past the last row that was added
   */
  public int addFrom(
      long traceIdHigh, long traceIdLow, SourceBatch[] sources, int[] rows, int from, int to) {
    throw new UnsupportedOperationException();
  }

  /**
   * Appends the group, tells the observer what is in it, ends it in the filter, and begins the next
   * one.
   */
  public Encoded encode(ByteOutput target) {
    throw new UnsupportedOperationException();
  }

  /**
   * What was appended.
   *
   * @param headerLength bytes of the header with which the group begins
   * @param length bytes of header and pages
   */
  public record Encoded(GroupStats stats, int headerLength, int length) {}
}
