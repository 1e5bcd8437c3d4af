// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import io.spoor.model.SpanBatch;
import org.jspecify.annotations.Nullable;

/**
 * A batch whose rows go into a block, with the places that its strings have in the block's
 * dictionary: each string of a batch is looked up once. Belongs to one block and one thread.
 */
public final class SourceBatch {
  private final SpanBatch batch;
  private @Nullable BatchNumbers numbers;

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

  /**
   * Number of string {@code index} in the dictionary, if it was looked up before; else -1. Adds
   * nothing.
   */
  public int knownId(int index) {
    throw new UnsupportedOperationException();
  }

  /** Numbers that the encoder keeps with the batch. */
  public BatchNumbers numbers() {
    BatchNumbers made = numbers;
    if (made == null) {
      made = new BatchNumbers(batch);
      numbers = made;
    }
    return made;
  }
}
