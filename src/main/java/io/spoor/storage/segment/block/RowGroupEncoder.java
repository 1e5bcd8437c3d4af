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

  /** The strings and the filter are those of the whole block. */
  public RowGroupEncoder(DictionaryBuilder dictionary, ValueFilterBuilder filter) {}

  /** Whether so many more rows fit. False once the rows so far have many bytes. */
  public boolean hasRoom(int moreRows) {
    throw new UnsupportedOperationException();
  }

  /**
   * Adds rows {@code [from, to)} of a trace, in their order by start; at most {@link #MAX_ROWS}. A
   * larger trace goes on in the next group.
   */
  public void add(
      long traceIdHigh, long traceIdLow, SourceBatch[] sources, int[] rows, int from, int to) {
    throw new UnsupportedOperationException();
  }

  /** Appends the group, ends it in the filter, and begins the next one. */
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
