// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import org.jspecify.annotations.Nullable;

/** Operations on columns of ints and longs; a null column of ints is one of zeros. */
final class Columns {

  static int at(int @Nullable [] column, int row) {
    return column == null ? 0 : column[row];
  }

  static int @Nullable [] selectSparse(int @Nullable [] column, int[] rows) {
    return column == null ? null : select(column, rows);
  }

  static int[] select(int[] column, int[] rows) {
    int[] selected = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = column[rows[i]];
    }
    return selected;
  }

  static long[] select(long[] column, int[] rows) {
    long[] selected = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = column[rows[i]];
    }
    return selected;
  }

  /** All children of the given owners, where those of owner r are [starts[r], starts[r + 1]). */
  static int[] children(int[] starts, int[] owners) {
    int count = 0;
    for (int owner : owners) {
      count += starts[owner + 1] - starts[owner];
    }
    int[] children = new int[count];
    int at = 0;
    for (int owner : owners) {
      for (int child = starts[owner]; child < starts[owner + 1]; child++) {
        children[at++] = child;
      }
    }
    return children;
  }

  static int[] selectStarts(int[] starts, int[] owners) {
    int[] selected = new int[owners.length + 1];
    for (int i = 0; i < owners.length; i++) {
      selected[i + 1] = selected[i] + starts[owners[i] + 1] - starts[owners[i]];
    }
    return selected;
  }

  static long bytes(int @Nullable [] column) {
    return column == null ? 0 : 16L + 4L * column.length;
  }

  private Columns() {}
}
