// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.head;

import java.util.Arrays;

/**
 * Sorts ints by unsigned 64-bit keys; those of equal keys keep their order. Time is linear whatever
 * the keys are. Not thread-safe: its memory is used again.
 */
// Hot path: every span passes here once when its head is sealed
final class KeyedSort {
  private static final int FEW = 48; // below, inserting is cheaper than counting
  private static final int DIGITS = Long.BYTES;
  private static final int RADIX = 256;

  private final int[] counts = new int[DIGITS * RADIX];
  private long[] otherKeys = {};
  private int[] otherValues = {};

  /** Sorts {@code values[from, to)} by {@code keys[from, to)}, and the keys with them. */
  void sort(long[] keys, int[] values, int from, int to) {
    if (to - from < FEW) {
      insert(keys, values, from, to);
    } else {
      distribute(keys, values, from, to);
    }
  }

  private static void insert(long[] keys, int[] values, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long key = keys[i];
      int value = values[i];
      int at = i;
      for (; at > from && keys[at - 1] + Long.MIN_VALUE > key + Long.MIN_VALUE; at--) {
        keys[at] = keys[at - 1];
        values[at] = values[at - 1];
      }
      keys[at] = key;
      values[at] = value;
    }
  }

  /** From the least byte of the keys to the greatest, each pass stable. */
  private void distribute(long[] keys, int[] values, int from, int to) {
    int size = to - from;
    if (otherKeys.length < size) {
      otherKeys = new long[size];
      otherValues = new int[size];
    }
    count(keys, from, to);
    long[] sourceKeys = keys;
    int[] sourceValues = values;
    int sourceFrom = from;
    for (int digit = 0; digit < DIGITS; digit++) {
      int shift = digit * Byte.SIZE;
      int places = digit * RADIX;
      if (counts[places + (int) (keys[from] >>> shift & RADIX - 1)] == size) {
        continue; // all keys have the same byte here
      }
      boolean back = sourceKeys != keys;
      int targetFrom = back ? from : 0;
      startAt(targetFrom, places);
      long[] targetKeys = back ? keys : otherKeys;
      int[] targetValues = back ? values : otherValues;
      for (int i = sourceFrom; i < sourceFrom + size; i++) {
        int place = counts[places + (int) (sourceKeys[i] >>> shift & RADIX - 1)]++;
        targetKeys[place] = sourceKeys[i];
        targetValues[place] = sourceValues[i];
      }
      sourceKeys = targetKeys;
      sourceValues = targetValues;
      sourceFrom = targetFrom;
    }
    if (sourceKeys != keys) {
      System.arraycopy(otherKeys, 0, keys, from, size);
      System.arraycopy(otherValues, 0, values, from, size);
    }
  }

  private void count(long[] keys, int from, int to) {
    Arrays.fill(counts, 0);
    for (int i = from; i < to; i++) {
      long key = keys[i];
      for (int places = 0; places < counts.length; places += RADIX) {
        counts[places + (int) (key & RADIX - 1)]++;
        key >>>= Byte.SIZE;
      }
    }
  }

  /** Turns how many keys have each byte into where the first of them goes. */
  private void startAt(int first, int places) {
    int place = first;
    for (int i = places; i < places + RADIX; i++) {
      int count = counts[i];
      counts[i] = place;
      place += count;
    }
  }
}
