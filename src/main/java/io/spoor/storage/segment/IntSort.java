// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

/** Sorts numbers of rows by what they stand for: stable, without an object a row. */
// Hot path: see docs/adr/0008-write-ahead-log.md
final class IntSort {
  private static final int SMALL = 8;

  /** Orders two numbers by what they stand for. */
  interface Order {
    int compare(int a, int b);
  }

  private final int[] values;
  private final int[] spare;
  private final Order order;

  private IntSort(int[] values, int count, Order order) {
    this.values = values;
    this.spare = new int[count];
    this.order = order;
  }

  /** Sorts {@code values[0, count)}. */
  static void sort(int[] values, int count, Order order) {
    new IntSort(values, count, order).sort(0, count);
  }

  private void sort(int from, int to) {
    if (to - from <= SMALL) {
      insert(from, to);
      return;
    }
    int middle = (from + to) >>> 1;
    sort(from, middle);
    sort(middle, to);
    if (order.compare(values[middle - 1], values[middle]) > 0) {
      merge(from, middle, to);
    }
  }

  private void insert(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int value = values[i];
      int at = i;
      while (at > from && order.compare(values[at - 1], value) > 0) {
        values[at] = values[at - 1];
        at--;
      }
      values[at] = value;
    }
  }

  private void merge(int from, int middle, int to) {
    System.arraycopy(values, from, spare, from, middle - from);
    int left = from;
    int right = middle;
    int at = from;
    while (left < middle && right < to) {
      boolean takeRight = order.compare(spare[left], values[right]) > 0;
      values[at++] = takeRight ? values[right++] : spare[left++];
    }
    System.arraycopy(spare, left, values, at, middle - left);
  }
}
