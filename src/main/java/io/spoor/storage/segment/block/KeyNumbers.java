// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.StringTable;
import java.util.Arrays;

/**
 * Numbers from 1 for the attribute keys of a block: bounded in count and bytes, so that senders of
 * ever new keys do no harm. Not thread-safe.
 */
final class KeyNumbers {
  /** Of a key that gets no number. */
  static final int NONE = -1;

  private static final int MAX_KEYS = 1 << 16;
  private static final int MAX_LENGTH = 1_024;
  private static final int MAX_BYTES = 4 << 20;
  private static final int MAX_PROBES = 64;

  private byte[][] keys = new byte[256][];
  private int[] hashes = new int[256];
  private int[] table = new int[1_024]; // number of a key, 0 where free
  private int count;
  private int bytes;

  /** The number of this string, which may be its first, or {@link #NONE}. */
  int number(StringTable strings, int key) {
    int hash = strings.hash(key);
    int mask = table.length - 1;
    int place = hash & mask;
    for (int probes = 0; probes < MAX_PROBES; probes++) {
      int number = table[place];
      if (number == 0) {
        return add(strings, key, place);
      }
      if (hashes[number] == hash && strings.equalTo(key, keys[number])) {
        return number;
      }
      place = place + 1 & mask;
    }
    return NONE;
  }

  private int add(StringTable strings, int key, int place) {
    int length = strings.length(key);
    if (count == MAX_KEYS || length > MAX_LENGTH || bytes + length > MAX_BYTES) {
      return NONE;
    }
    int number = ++count;
    bytes += length;
    if (number == keys.length) {
      keys = Arrays.copyOf(keys, number * 2);
      hashes = Arrays.copyOf(hashes, number * 2);
    }
    keys[number] = strings.copy(key);
    hashes[number] = strings.hash(key);
    table[place] = number;
    if (number * 4 > table.length) {
      rehash();
    }
    return number;
  }

  private void rehash() {
    table = new int[table.length * 4];
    int mask = table.length - 1;
    for (int number = 1; number <= count; number++) {
      int place = hashes[number] & mask;
      int probes = 0;
      while (table[place] != 0 && ++probes < MAX_PROBES) {
        place = place + 1 & mask;
      }
      if (table[place] == 0) {
        table[place] = number; // else it is forgotten, and may get another number: harmless
      }
    }
  }
}
