// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/** Numbers rows anew in the order in which they are asked for. Not thread-safe. */
final class RowRenumbering {
  private final int[] numbers; // new number + 1, or 0 when not asked for yet
  private final GrowableInts rows = new GrowableInts();

  RowRenumbering(int size) {
    this.numbers = new int[size];
  }

  /** The new number of a row. */
  int of(int row) {
    if (numbers[row] == 0) {
      rows.add(row);
      numbers[row] = rows.size();
    }
    return numbers[row] - 1;
  }

  /** The rows that were asked for, by their new numbers. */
  int[] rows() {
    return rows.toArray();
  }
}
