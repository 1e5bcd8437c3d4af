// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.storage.segment.column.SourceBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A growing column of strings of batches, reused from group to group. Not thread-safe. */
// Hot path: a few of these for every span of a block that is written.
final class TextValues {
  private static final int KEPT = 1 << 15; // a larger array is not kept from group to group

  private SourceBatch[] sources = new SourceBatch[64];
  private int[] strings = new int[64];
  private int count;
  private int seen; // all strings, or-ed: 0 means that all are empty

  void add(SourceBatch source, int string) {
    if (count == strings.length) {
      sources = Arrays.copyOf(sources, count * 2);
      strings = Arrays.copyOf(strings, count * 2);
    }
    sources[count] = source;
    strings[count++] = string;
    seen |= string;
  }

  int count() {
    return count;
  }

  boolean isAllEmpty() {
    return seen == 0;
  }

  SourceBatch source(int index) {
    return sources[index];
  }

  int string(int index) {
    return strings[index];
  }

  /** The batches of the values, and room for more. */
  SourceBatch[] sources() {
    return sources;
  }

  /** The string indices of the values, and room for more. */
  int[] strings() {
    return strings;
  }

  /** Forgets the values, and the batches, so that it keeps none alive. */
  void clear() {
    if (strings.length > KEPT) {
      sources = new SourceBatch[64];
      strings = new int[64];
    } else {
      @Nullable Object[] cleared = sources;
      Arrays.fill(cleared, 0, count, null);
    }
    count = 0;
    seen = 0;
  }
}
