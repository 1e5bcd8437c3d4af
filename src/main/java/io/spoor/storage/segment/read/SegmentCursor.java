// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.SpanBatch;
import io.spoor.model.TraceId;
import io.spoor.storage.BatchCursor;
import io.spoor.storage.WorkQueue;
import io.vertx.core.Future;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives the spans of traces, trace by trace, read when they are asked for. Holds its snapshot until
 * its end, a failure or {@link #close}, whichever comes first.
 */
final class SegmentCursor implements BatchCursor {
  private final WorkQueue reads;
  private final StoreSnapshot snapshot;
  private final Reading reading;

  // Of the one read that is under way
  private final LastGroup groups;
  private final Iterator<TraceId> traces;
  private @Nullable TraceChunks trace;

  // Guarded by this
  private boolean isReading;
  private boolean isEnded;
  private boolean isReleased;
  private String incomplete = "";

  /** Takes the snapshot over. */
  SegmentCursor(WorkQueue reads, StoreSnapshot snapshot, List<TraceId> traces, Reading reading) {
    this.reads = reads;
    this.snapshot = snapshot;
    this.reading = reading;
    this.groups = new LastGroup(reading);
    this.traces = traces.iterator();
  }

  @Override
  public Future<Optional<SpanBatch>> next() {
    if (!begin()) {
      return Future.succeededFuture(Optional.empty());
    }
    return reads.submitted(this::read).onFailure(refused -> end(true));
  }

  private synchronized boolean begin() {
    isReading = !isEnded;
    return isReading;
  }

  private Optional<SpanBatch> read() {
    @Nullable SpanBatch chunk = null;
    try {
      chunk = chunk();
    } catch (LimitReachedException expected) { // the reading knows, and incomplete() says so
    } finally {
      end(chunk == null);
    }
    return Optional.ofNullable(chunk);
  }

  private @Nullable SpanBatch chunk() {
    reading.check();
    while (trace != null || traces.hasNext()) {
      TraceChunks current = trace;
      if (current == null) {
        current = new TraceChunks(snapshot, traces.next(), groups, reading);
        trace = current;
      }
      SpanBatch chunk = current.next();
      if (chunk != null) {
        return chunk;
      }
      trace = null;
    }
    return null;
  }

  private synchronized void end(boolean isLast) {
    isReading = false;
    isEnded |= isLast;
    incomplete = reading.incomplete();
    releaseIfEnded();
  }

  private void releaseIfEnded() {
    if (isEnded && !isReading && !isReleased) {
      isReleased = true;
      reading.report();
      snapshot.close();
    }
  }

  @Override
  public synchronized Optional<String> incomplete() {
    return incomplete.isEmpty() ? Optional.empty() : Optional.of(incomplete);
  }

  @Override
  public synchronized void close() {
    isEnded = true;
    releaseIfEnded();
  }
}
