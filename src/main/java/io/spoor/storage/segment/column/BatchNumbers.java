// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import io.spoor.model.SpanBatch;
import java.util.Arrays;

/**
 * Numbers that the encoder of a block gave to keys and scopes of a batch, so that it looks each up
 * once and not once a span. Belongs to one encoder; not thread-safe.
 */
// Hot path: read for every attribute of a block that is written.
public final class BatchNumbers {
  private static final int LEVELS = 3;

  private final int[] keys;
  private final int[] scopes;
  private final int rowBytesLimit;
  private long group = -1;
  private final int[] shapedOwners = new int[LEVELS];
  private final int[] shapes = new int[LEVELS];
  private final long[] shapeGroups = new long[LEVELS];

  BatchNumbers(SpanBatch batch) {
    keys = new int[batch.strings().size()];
    scopes = new int[batch.scopes().size()];
    rowBytesLimit = RowBytes.limit(batch);
    Arrays.fill(shapeGroups, -1);
  }

  /** By string index, what the encoder wrote there; 0 at first. Kept for the whole block. */
  public int[] keys() {
    return keys;
  }

  /** By scope row, what the encoder wrote there for this group; -1 at first. */
  public int[] scopes(long groupNumber) {
    if (group != groupNumber) {
      Arrays.fill(scopes, -1);
      group = groupNumber;
    }
    return scopes;
  }

  /** Remembers which shape the encoder gave to an owner of attributes on a level. */
  public void shaped(int level, long groupNumber, int owner, int shape) {
    shapeGroups[level] = groupNumber;
    shapedOwners[level] = owner;
    shapes[level] = shape;
  }

  /** The owner that was remembered last on a level for this group, or -1. */
  public int shapedOwner(int level, long groupNumber) {
    return shapeGroups[level] == groupNumber ? shapedOwners[level] : -1;
  }

  /** The shape of {@link #shapedOwner}. */
  public int shape(int level) {
    return shapes[level];
  }

  /** No span of the batch has more bytes than this, its scope and resource left out. */
  public int rowBytesLimit() {
    return rowBytesLimit;
  }
}
