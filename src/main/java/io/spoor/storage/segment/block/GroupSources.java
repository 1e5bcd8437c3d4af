// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.storage.segment.column.SourceBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The batches that the rows of a group come from, by place. Columns refer to strings by place and
 * index: a reference in each of them would cost a barrier of the garbage collector.
 */
// Hot path: asked for every span of a block that is written.
final class GroupSources {
  private SourceBatch[] sources = new SourceBatch[64];
  private int count;
  private long group;

  /** Gives the batch a place, unless it has one. */
  void enter(SourceBatch source) {
    if (!source.isIn(group)) {
      if (count == sources.length) {
        sources = Arrays.copyOf(sources, count * 2);
      }
      source.enter(group, count);
      sources[count++] = source;
    }
  }

  /** Number of the group under way: what was remembered for another one counts no more. */
  long group() {
    return group;
  }

  /** The batch of a reference. */
  SourceBatch source(long reference) {
    return sources[(int) (reference >>> 32)];
  }

  /** By place, and room for more. */
  SourceBatch[] array() {
    return sources;
  }

  /** Forgets the batches, so that it keeps none alive. */
  void clear() {
    @Nullable Object[] cleared = sources;
    Arrays.fill(cleared, 0, count, null);
    count = 0;
    group++;
  }
}
