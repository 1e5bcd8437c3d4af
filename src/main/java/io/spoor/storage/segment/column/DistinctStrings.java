// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import java.util.Arrays;

/**
 * The distinct strings among many of several batches, numbered in the order in which they come
 * first. Where hashes are crowded a string may be numbered more than once. Reused; not thread-safe.
 */
// Hot path: every string of a block passes here.
final class DistinctStrings {
  private static final int MAX_PROBES = 64;
  private static final SourceBatch[] NO_SOURCES = {};
  private static final int[] NO_INTS = {};
  private static final int MAX_STAMPED = 1 << 16; // numbers of the dictionary
  private static final int SAMPLE = 256;
  private static final int SAMPLE_SLOTS = 1024;
  private static final int SAMPLED_FROM = 4 * SAMPLE; // strings: fewer are looked at all

  private int[] slots = NO_INTS; // code + 1, 0 when free
  private int mask; // less than the length: a small page looks at few slots
  private int[] codes = NO_INTS; // by position
  private int count;

  // By code.
  private long[] distinct = {}; // references
  private int[] hashes = NO_INTS;
  private int size;

  private SourceBatch[] sources = NO_SOURCES; // of whoever asked last, by place

  // By number in the dictionary, what was seen of it: the run it was seen in, then its code.
  private long[] stamps = new long[256];
  private long run;
  private final int[] sampled = new int[SAMPLE_SLOTS];

  /** Whether no two of some of the strings are equal: so hardly any two of all are. */
  boolean areHardlyAnyEqual(SourceBatch[] given, long[] references, int number) {
    if (number < SAMPLED_FROM) {
      return false;
    }
    Arrays.fill(sampled, 0);
    int step = number / SAMPLE;
    for (int i = 0; i < SAMPLE; i++) {
      int at = i * step;
      long sample = references[at];
      int hash = given[(int) (sample >>> 32)].strings().hash((int) sample) | 1;
      int slot = hash >>> 1 & (SAMPLE_SLOTS - 1);
      while (sampled[slot] != 0) {
        if (sampled[slot] == hash) {
          return false;
        }
        slot = slot + 1 & (SAMPLE_SLOTS - 1);
      }
      sampled[slot] = hash;
    }
    return true;
  }

  /** Forgets what was there, and looks at these. */
  void collect(SourceBatch[] given, long[] references, int number) {
    clear(number);
    sources = given;
    run++;
    int code = -1;
    for (int i = 0; i < number; i++) {
      if (i == 0 || references[i] != references[i - 1]) {
        code = find(references[i]);
      }
      codes[i] = code;
    }
  }

  private void clear(int number) {
    int length = Integer.highestOneBit(Math.max(1, number)) << 2; // at most half are taken
    if (slots.length < length) {
      slots = new int[length];
    } else {
      Arrays.fill(slots, 0, length, 0);
    }
    mask = length - 1;
    if (codes.length < number) {
      codes = new int[number];
      distinct = new long[number];
      hashes = new int[number];
    }
    count = number;
    size = 0;
  }

  private int find(long reference) {
    SourceBatch source = sources[(int) (reference >>> 32)];
    int string = (int) reference;
    int known = source.knownId(string);
    if (known >= 0 && known < stamps.length && stamps[known] >>> 32 == run) {
      return (int) stamps[known];
    }
    int code = findByHash(reference, source, string);
    if (known < 0) {
      source.know(string, source(code).knownId(string(code)));
    } else if (known < MAX_STAMPED) {
      stamp(known, code);
    }
    return code;
  }

  private void stamp(int known, int code) {
    if (known >= stamps.length) {
      stamps = Arrays.copyOf(stamps, Math.max(known + 1, stamps.length * 2));
    }
    stamps[known] = run << 32 | code;
  }

  private int findByHash(long reference, SourceBatch source, int string) {
    int hash = source.strings().hash(string);
    int slot = hash & mask;
    for (int probes = 0; probes < MAX_PROBES; probes++) {
      int code = slots[slot] - 1;
      if (code < 0) {
        slots[slot] = size + 1;
        break;
      }
      if (hashes[code] == hash && equal(code, source, string)) {
        return code;
      }
      slot = slot + 1 & mask;
    }
    distinct[size] = reference;
    hashes[size] = hash;
    return size++;
  }

  private boolean equal(int code, SourceBatch source, int string) {
    return source(code).strings().equalTo(string(code), source.strings(), string);
  }

  /** Number of strings looked at. */
  int count() {
    return count;
  }

  /** Number of distinct ones. */
  int size() {
    return size;
  }

  /** Code of the string at this position. */
  int code(int position) {
    return codes[position];
  }

  SourceBatch source(int code) {
    return sources[(int) (distinct[code] >>> 32)];
  }

  int string(int code) {
    return (int) distinct[code];
  }

  /** The batches that references are to; shared. */
  SourceBatch[] sources() {
    return sources;
  }

  /** References by code; shared. */
  long[] references() {
    return distinct;
  }
}
