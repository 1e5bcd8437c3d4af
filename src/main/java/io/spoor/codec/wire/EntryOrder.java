// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.wire;

import io.spoor.model.StringTable;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Rows in the order of a text of theirs, as bytes, the way Go compares strings; equal ones keep
 * their order. The array is used again for the next owner.
 */
public final class EntryOrder {
  private static final int FEW = 48;

  private int[] rows = new int[FEW];

  /** The rows {@code [start, end)} in order, in the first elements of an array that is shared. */
  public int[] sorted(int start, int end, StringTable strings, IntUnaryOperator text) {
    int[] unsorted = asTheyCame(start, end);
    if (end - start > FEW) {
      rows =
          Arrays.stream(unsorted, 0, end - start)
              .boxed()
              .sorted((a, b) -> compare(strings, text, a, b))
              .mapToInt(Integer::intValue)
              .toArray();
      return rows;
    }
    for (int i = 1; i < end - start; i++) {
      insert(i, strings, text);
    }
    return rows;
  }

  /** The rows {@code [start, end)} in their own order. */
  public int[] asTheyCame(int start, int end) {
    int count = end - start;
    if (rows.length < count) {
      rows = new int[count];
    }
    for (int i = 0; i < count; i++) {
      rows[i] = start + i;
    }
    return rows;
  }

  private void insert(int position, StringTable strings, IntUnaryOperator text) {
    int row = rows[position];
    int at = position;
    while (at > 0 && compare(strings, text, rows[at - 1], row) > 0) {
      rows[at] = rows[at - 1];
      at--;
    }
    rows[at] = row;
  }

  private static int compare(StringTable strings, IntUnaryOperator text, int a, int b) {
    int first = text.applyAsInt(a);
    int second = text.applyAsInt(b);
    return first == second
        ? 0
        : Arrays.compareUnsigned(
            strings.array(first),
            strings.offset(first),
            strings.offset(first) + strings.length(first),
            strings.array(second),
            strings.offset(second),
            strings.offset(second) + strings.length(second));
  }
}
