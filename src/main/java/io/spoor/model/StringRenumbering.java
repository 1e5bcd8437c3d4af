// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import org.jspecify.annotations.Nullable;

/**
 * Numbers strings anew in the order in which they are asked for; the empty one stays 0. Not
 * thread-safe.
 */
final class StringRenumbering {
  private final StringTable table;
  private final RowRenumbering used;

  StringRenumbering(StringTable table) {
    this.table = table;
    this.used = new RowRenumbering(table.size());
    used.of(0);
  }

  int of(int index) {
    return used.of(index);
  }

  int[] of(int[] column) {
    int[] renumbered = new int[column.length];
    for (int i = 0; i < column.length; i++) {
      renumbered[i] = used.of(column[i]);
    }
    return renumbered;
  }

  int @Nullable [] ofSparse(int @Nullable [] column) {
    return column == null ? null : of(column);
  }

  /** Those that were asked for, detached. */
  StringTable strings() {
    return table.select(used.rows());
  }
}
