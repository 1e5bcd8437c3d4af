// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

/**
 * How a span names another one of its trace: 0 for none, 1 for an id that stands elsewhere, else
 * the distance in rows. Positive distances lead to earlier rows.
 */
final class SpanReference {
  static final long NONE = 0;
  static final long ELSEWHERE = 1;

  /** From a row to a row of the same trace and group. */
  static long of(int row, int targetRow) {
    long distance = (long) row - targetRow;
    return 2 + (distance << 1 ^ distance >> 63);
  }

  /**
   * From a row to the span of this id.
   *
   * @param targetRow of that span, negative when it is not in the same trace and group
   * @param elsewhere takes the id when the reference cannot say it
   */
  static long to(long id, int row, int targetRow, LongValues elsewhere) {
    if (id == 0) {
      return NONE;
    }
    if (targetRow >= 0) {
      return of(row, targetRow);
    }
    elsewhere.add(id);
    return ELSEWHERE;
  }

  /** Row that a reference other than {@link #NONE} and {@link #ELSEWHERE} leads to. */
  static long target(int row, long reference) {
    long zigzag = reference - 2;
    return row - (zigzag >>> 1 ^ -(zigzag & 1));
  }

  private SpanReference() {}
}
