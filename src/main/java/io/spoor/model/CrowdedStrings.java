// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.Arrays;
import java.util.TreeSet;

/**
 * The strings that found no place near the slot that their hash gives them, as an ordered set.
 *
 * <p>Senders choose the strings, and could choose ones of one hash: a look-up then takes time in
 * the logarithm of their number, not in their number. Not thread-safe.
 */
final class CrowdedStrings {
  private static final int CANDIDATE = -1;

  private final StringTableBuilder strings;
  private final TreeSet<Integer> indices = new TreeSet<>(this::compare);

  // The string that is being looked for.
  private byte[] candidate = {};
  private int candidateOffset;
  private int candidateLength;
  private int candidateHash;

  CrowdedStrings(StringTableBuilder strings) {
    this.strings = strings;
  }

  void add(int index) {
    indices.add(index);
  }

  /** The index of these bytes, or -1. */
  int find(byte[] source, int offset, int length, int hash) {
    candidate = source;
    candidateOffset = offset;
    candidateLength = length;
    candidateHash = hash;
    Integer atMost = indices.floor(CANDIDATE);
    boolean found = atMost != null && compare(atMost, CANDIDATE) == 0;
    candidate = new byte[0];
    return found ? atMost : -1;
  }

  int size() {
    return indices.size();
  }

  void clear() {
    indices.clear();
  }

  private int compare(int a, int b) {
    if (a == b) {
      return 0;
    }
    int byHash = Integer.compare(hash(a), hash(b));
    return byHash != 0
        ? byHash
        : Arrays.compare(array(a), start(a), end(a), array(b), start(b), end(b));
  }

  private int hash(int index) {
    return index == CANDIDATE ? candidateHash : strings.hash(index);
  }

  private byte[] array(int index) {
    return index == CANDIDATE ? candidate : strings.array(index);
  }

  private int start(int index) {
    return index == CANDIDATE ? candidateOffset : strings.offset(index);
  }

  private int end(int index) {
    return start(index) + (index == CANDIDATE ? candidateLength : strings.length(index));
  }
}
