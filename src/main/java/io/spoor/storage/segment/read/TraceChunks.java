// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.SpanBatch;
import io.spoor.model.TraceId;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.head.HeadSnapshot;
import io.spoor.storage.segment.head.HeadSnapshot.TraceRows;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one trace, from every head and block that has some, copies left out. Damaged parts
 * are left out, and the reading says so.
 */
final class TraceChunks {
  private static final long MAX_KEPT_BYTES = Runtime.getRuntime().maxMemory() / 32;
  private static final long MAX_SEEN_BYTES = Runtime.getRuntime().maxMemory() / 6;

  private final TraceId id;
  private final Reading reading;
  private final Deque<TracePart> parts = new ArrayDeque<>();
  private final @Nullable SeenSpans seen; // only where there can be copies

  /** Looks the trace up in all places of the snapshot. */
  TraceChunks(StoreSnapshot snapshot, TraceId id, LastGroup groups, Reading reading) {
    this.id = id;
    this.reading = reading;
    for (HeadSnapshot head : snapshot.heads()) {
      TraceRows rows = head.trace(id.high(), id.low());
      if (rows.rows().length > 0) {
        parts.add(new HeadPart(rows, reading));
      }
    }
    for (Block block : snapshot.blocks()) {
      int group = find(block, id);
      if (group >= 0) {
        parts.add(new BlockPart(block, group, id.high(), id.low(), groups));
      }
    }
    this.seen = parts.size() > 1 ? new SeenSpans(MAX_KEPT_BYTES) : null;
  }

  private int find(Block block, TraceId id) {
    try {
      return block.findTrace(id.high(), id.low(), reading);
    } catch (IOException e) {
      reading.damaged(block, e);
      return -1;
    }
  }

  /** The next spans of the trace, at least one and at most a chunk; null at the end. */
  @Nullable SpanBatch next() {
    for (TracePart part = parts.peek(); part != null; part = parts.peek()) {
      reading.check();
      SpanBatch batch = next(part);
      if (batch == null) {
        parts.remove();
        continue;
      }
      SpanBatch fresh = seen == null ? batch : withoutCopies(seen, batch);
      if (fresh.size() > 0) {
        return fresh;
      }
    }
    return null;
  }

  private @Nullable SpanBatch next(TracePart part) {
    try {
      return part.next();
    } catch (IOException e) {
      if (part instanceof BlockPart blockPart) {
        reading.damaged(blockPart.block(), e);
      }
      return null;
    }
  }

  private SpanBatch withoutCopies(SeenSpans given, SpanBatch batch) {
    SpanBatch fresh = given.withoutCopies(batch);
    if (parts.size() > 1 && fresh.size() > 0) { // what the last part gives need not be remembered
      reading.spend(fresh.bytes());
      given.add(fresh);
      if (given.bytes() > MAX_SEEN_BYTES) {
        parts.clear();
        reading.tooLarge(id);
      }
    }
    return fresh;
  }
}
