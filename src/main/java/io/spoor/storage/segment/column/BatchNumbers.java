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
  private final int[] keys;
  private final int[] scopes;
  private final int rowBytesLimit;
  private long group = -1;

  BatchNumbers(SpanBatch batch) {
    keys = new int[batch.strings().size()];
    scopes = new int[batch.scopes().size()];
    rowBytesLimit = RowBytes.limit(batch);
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

  /** No span of the batch has more bytes than this, its scope and resource left out. */
  public int rowBytesLimit() {
    return rowBytesLimit;
  }
}
