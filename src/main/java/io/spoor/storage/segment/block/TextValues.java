// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.storage.segment.column.SourceBatch;

/** A growing column of strings of batches, reused from group to group. Not thread-safe. */
// Hot path: a few of these for every span of a block that is written.
final class TextValues {
  private static final long STRING = 0xffff_ffffL;

  private final GroupSources sources;
  private final LongValues references = new LongValues();
  private long seen; // all string indices, or-ed: 0 means that all are empty

  TextValues(GroupSources sources) {
    this.sources = sources;
  }

  /** Adds a string of a batch that has a place in the group. */
  void add(SourceBatch source, int string) {
    references.add(source.reference(string));
    seen |= string;
  }

  int count() {
    return references.count();
  }

  boolean isAllEmpty() {
    return seen == 0;
  }

  SourceBatch source(int index) {
    return sources.source(references.get(index));
  }

  int string(int index) {
    return (int) (references.get(index) & STRING);
  }

  /** The batches that the references are to. */
  SourceBatch[] sources() {
    return sources.array();
  }

  /** The strings as references, and room for more. */
  long[] references() {
    return references.array();
  }

  void clear() {
    references.clear();
    seen = 0;
  }
}
