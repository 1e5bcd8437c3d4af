// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.SpanBatchBuilder;
import io.spoor.storage.segment.column.KnownStrings;
import io.spoor.storage.segment.column.TextColumn;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A batch that is being built from a row group. One a batch; not thread-safe. */
// Hot path: asked for every string of a block that is merged.
final class BatchAssembly {
  private final SpanBatchBuilder builder;
  private final KnownStrings known = new KnownStrings();
  private final int[] keys; // by slot of a value column, the string index of its key, or -1

  BatchAssembly(SpanBatchBuilder builder, int columns) {
    this.builder = builder;
    keys = new int[columns + 1];
    Arrays.fill(keys, -1);
  }

  SpanBatchBuilder builder() {
    return builder;
  }

  /** String index of the text at a position; the empty one where there are no texts. */
  int text(@Nullable TextColumn texts, int position) {
    return texts == null ? 0 : texts.intern(position, true, builder.strings(), known);
  }

  /** String index of the text or the bytes at a position. */
  int stored(TextColumn values, int position, boolean isText) {
    return values.intern(position, isText, builder.strings(), known);
  }

  /** String index of the key of the value column with this slot. */
  int key(int slot, byte[] key) {
    int index = keys[slot];
    if (index < 0) {
      index = builder.strings().text(key, 0, key.length);
      keys[slot] = index;
    }
    return index;
  }
}
