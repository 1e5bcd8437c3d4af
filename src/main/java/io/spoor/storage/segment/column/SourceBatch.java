// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import io.spoor.model.SpanBatch;

/**
 * A batch whose rows go into a block, with the places that its strings have in the block's
 * dictionary: each string of a batch is looked up once. Belongs to one block and one thread.
 */
public final class SourceBatch {
  private final SpanBatch batch;

  /** Nothing is looked up yet. */
  public SourceBatch(SpanBatch batch) {
    this.batch = batch;
  }

  /** The batch. */
  public SpanBatch batch() {
    return batch;
  }

  /**
   * Number of string {@code index} in the dictionary, added when it is not there.
   *
   * @return -1 when the dictionary is full and does not have it
   */
  public int dictionaryId(int index, DictionaryBuilder dictionary) {
    throw new UnsupportedOperationException();
  }
}
