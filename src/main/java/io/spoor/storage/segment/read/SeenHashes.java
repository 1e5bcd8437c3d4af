// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanIdentity;
import io.spoor.model.SpanTable;
import java.util.SplittableRandom;

/** Spans by 128 bits of hash, half of them of a secret: open addressing. Used by one thread. */
// Hot path: runs once per span of a large trace
final class SeenHashes {
  private static final int INITIAL_SLOTS = 1 << 12;

  private final long secret = new SplittableRandom().nextLong() | 1; // contents come from senders
  private long[] contents = new long[INITIAL_SLOTS];
  private long[] keyed = new long[INITIAL_SLOTS]; // 0 where free
  private int size;

  /** Bytes of memory that are taken. */
  long bytes() {
    return 2L * Long.BYTES * contents.length;
  }

  /** Whether an equal span was added, but for chance: once in 2^64 spans that share the rest. */
  boolean contains(SpanBatch batch, int row) {
    long content = SpanIdentity.contentHash(batch, row);
    return keyed[slot(content, keyed(batch, row, content))] != 0;
  }

  void add(SpanBatch batch, int row) {
    if (size * 4L >= contents.length * 3L) {
      grow();
    }
    long content = SpanIdentity.contentHash(batch, row);
    add(content, keyed(batch, row, content));
  }

  private void add(long content, long key) {
    int slot = slot(content, key);
    if (keyed[slot] == 0) {
      contents[slot] = content;
      keyed[slot] = key;
      size++;
    }
  }

  private long keyed(SpanBatch batch, int row, long content) {
    SpanTable spans = batch.spans();
    long hash = mix(content * secret) ^ spans.spanId(row);
    hash = mix(hash * secret) ^ spans.startTimeUnixNano(row);
    hash = mix(hash * secret) ^ spans.durationNano(row);
    hash = mix(hash * secret);
    return hash == 0 ? 1 : hash;
  }

  private static long mix(long value) {
    long mixed = (value ^ value >>> 32) * 0xD6E8FEB86659FD93L;
    return mixed ^ mixed >>> 32;
  }

  private int slot(long content, long key) {
    int mask = contents.length - 1;
    int slot = (int) (key >>> 32) & mask;
    while (keyed[slot] != 0 && (keyed[slot] != key || contents[slot] != content)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldContents = contents;
    long[] oldKeyed = keyed;
    contents = new long[oldContents.length * 2];
    keyed = new long[oldKeyed.length * 2];
    size = 0;
    for (int i = 0; i < oldKeyed.length; i++) {
      if (oldKeyed[i] != 0) {
        add(oldContents[i], oldKeyed[i]);
      }
    }
  }
}
