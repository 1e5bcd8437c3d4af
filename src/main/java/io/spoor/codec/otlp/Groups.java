// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import java.util.function.IntUnaryOperator;

/**
 * Members by their owner, each owner's in order: those of owner o are {@code [start(o), end(o))}.
 */
final class Groups {
  private final int[] starts;
  private final int[] members;

  private Groups(int[] starts, int[] members) {
    this.starts = starts;
    this.members = members;
  }

  static Groups of(int owners, int size, IntUnaryOperator ownerOf) {
    int[] starts = new int[owners + 1];
    for (int i = 0; i < size; i++) {
      starts[ownerOf.applyAsInt(i) + 1]++;
    }
    for (int owner = 0; owner < owners; owner++) {
      starts[owner + 1] += starts[owner];
    }
    int[] next = starts.clone();
    int[] members = new int[size];
    for (int i = 0; i < size; i++) {
      members[next[ownerOf.applyAsInt(i)]++] = i;
    }
    return new Groups(starts, members);
  }

  int start(int owner) {
    return starts[owner];
  }

  int end(int owner) {
    return starts[owner + 1];
  }

  int member(int position) {
    return members[position];
  }

  boolean isEmpty(int owner) {
    return starts[owner] == starts[owner + 1];
  }
}
