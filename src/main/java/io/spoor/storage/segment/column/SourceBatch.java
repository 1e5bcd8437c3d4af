// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import io.spoor.model.SpanBatch;
import io.spoor.model.StringTable;
import org.jspecify.annotations.Nullable;

/**
 * A batch whose rows go into a block, with the places that its strings have in the block's
 * dictionary: each string of a batch is looked up once. Belongs to one block and one thread.
 */
// Hot path: asked for each value of a block.
public final class SourceBatch {
  private static final int[] NOTHING = {};
  private static final int REFUSED = -1;

  private final SpanBatch batch;
  private final StringTable strings;
  private int[] ids = NOTHING; // id + 1 by string, 0 when not looked up yet, or REFUSED
  private @Nullable BatchNumbers numbers;
  private long group = -1;
  private int place;

  /** Nothing is looked up yet. */
  public SourceBatch(SpanBatch batch) {
    this.batch = batch;
    this.strings = batch.strings();
  }

  /** The batch. */
  public SpanBatch batch() {
    return batch;
  }

  /** The batch's strings. */
  public StringTable strings() {
    return strings;
  }

  /**
   * Number of string {@code index} in the dictionary, added when it is not there. What was answered
   * once is answered again.
   *
   * @return -1 when the dictionary is full and does not have it
   */
  public int dictionaryId(int index, DictionaryBuilder dictionary) {
    if (ids.length == 0) {
      ids = new int[strings.size()];
    }
    int id = ids[index];
    if (id == 0) {
      id = lookUp(index, dictionary);
      ids[index] = id;
    }
    return id < 0 ? -1 : id - 1;
  }

  private int lookUp(int index, DictionaryBuilder dictionary) {
    int id =
        dictionary.add(
            strings.array(index),
            strings.offset(index),
            strings.length(index),
            strings.hash(index));
    return id < 0 ? REFUSED : id + 1;
  }

  /**
   * Number of string {@code index} in the dictionary, if it was looked up before; else -1. Adds
   * nothing.
   */
  public int knownId(int index) {
    return ids.length == 0 || ids[index] <= 0 ? -1 : ids[index] - 1;
  }

  /** Remembers the number of string {@code index} in the dictionary; nothing if it is -1. */
  void know(int index, int id) {
    if (id >= 0 && ids.length > 0) {
      ids[index] = id + 1;
    }
  }

  /** Whether it was given a place among the batches of this group. */
  public boolean isIn(long groupNumber) {
    return group == groupNumber;
  }

  /** Gives it a place among the batches of a group. */
  public void enter(long groupNumber, int newPlace) {
    group = groupNumber;
    place = newPlace;
  }

  /** A string of this batch as columns of a group refer to it: the batch's place, its index. */
  public long reference(int string) {
    return (long) place << 32 | string;
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
