// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import java.io.IOException;

/** Which events, or links, are of which span. */
final class ChildRows {
  private final int[] starts; // one more than there are rows

  ChildRows(PageReader pages, PageField field, int children) throws IOException {
    long[] counts = pages.longs(field, pages.header().rows());
    starts = new int[counts.length + 1];
    for (int row = 0; row < counts.length; row++) {
      if (counts[row] < 0 || counts[row] > children - starts[row]) {
        throw PageReader.corrupt(field, "row %d has %d".formatted(row, counts[row]));
      }
      starts[row + 1] = starts[row] + (int) counts[row];
    }
    if (starts[counts.length] != children) {
      throw PageReader.corrupt(field, starts[counts.length] + " in all");
    }
  }

  int start(int row) {
    return starts[row];
  }

  int end(int row) {
    return starts[row + 1];
  }

  /** By child, its row. */
  int[] owners() {
    int[] owners = new int[starts[starts.length - 1]];
    for (int row = 0; row < starts.length - 1; row++) {
      for (int child = starts[row]; child < starts[row + 1]; child++) {
        owners[child] = row;
      }
    }
    return owners;
  }
}
