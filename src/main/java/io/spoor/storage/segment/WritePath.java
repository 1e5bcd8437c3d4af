// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.codec.otlp.OtlpProtoEncoder;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.Wire;
import io.spoor.model.WriteResult;
import io.spoor.storage.StorageException;
import io.spoor.storage.TraceWriter;
import io.spoor.telemetry.SegmentMetrics;
import io.spoor.telemetry.SegmentRefusal;
import io.spoor.wal.WriteAheadLog;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Takes batches: reserves their room, and hands them to the log, which hands them to the head.
 *
 * <pre>
 * write: room, log's queue ──► log's thread: durable ──► head's thread: searchable, acknowledged
 * </pre>
 *
 * <p>From any thread; never blocks.
 */
// Hot path: see docs/adr/0008-write-ahead-log.md
final class WritePath implements TraceWriter {
  private final WriteAheadLog wal;
  private final HeadRoom room;
  private final HeadThread heads;
  private final FreeSpace space;
  private final SegmentMetrics metrics;
  private volatile boolean closed;

  WritePath(
      WriteAheadLog wal, HeadRoom room, HeadThread heads, FreeSpace space, SegmentMetrics metrics) {
    this.wal = wal;
    this.room = room;
    this.heads = heads;
    this.space = space;
    this.metrics = metrics;
  }

  /** Why no write is taken now, empty when writes are. */
  Optional<String> unready() {
    if (closed) {
      return Optional.of("storage.segment is closed");
    }
    Optional<String> full = space.shortage();
    return full.isPresent() ? full : wal.unready();
  }

  /** Takes no more. */
  void close() {
    closed = true;
  }

  @Override
  public Future<WriteResult> write(Tenant tenant, SpanBatch batch) {
    if (batch.size() == 0) {
      return Future.succeededFuture(WriteResult.stored(0));
    }
    if (closed) {
      return refused(batch, SegmentRefusal.CLOSED, "storage.segment is closed");
    }
    Optional<String> full = space.shortage();
    if (full.isPresent()) {
      return refused(batch, SegmentRefusal.DISK_FULL, full.get());
    }
    Optional<String> unready = wal.unready();
    if (unready.isPresent()) {
      return refused(batch, SegmentRefusal.LOG, unready.get());
    }
    long bytes = batch.bytes();
    if (bytes > room.maxBytes()) {
      return rejected(batch, "a batch of " + bytes + " bytes never fits into the head's memory");
    }
    if (!room.reserve(bytes)) {
      heads.wantRoom(bytes);
      return refused(
          batch,
          SegmentRefusal.NO_ROOM,
          "sealing is behind: " + room.usedBytes() + " of " + room.maxBytes() + " bytes are taken");
    }
    return append(tenant, batch, bytes);
  }

  private Future<WriteResult> append(Tenant tenant, SpanBatch batch, long bytes) {
    boolean taken = false;
    try {
      PendingWrite write = new PendingWrite(this, tenant, batch, body(batch), bytes);
      taken = wal.append(write);
      return taken
          ? write.future()
          : refused(batch, SegmentRefusal.LOG, wal.unready().orElse("the log's queue is full"));
    } catch (IllegalArgumentException e) { // a record that no log can hold
      return rejected(batch, String.valueOf(e.getMessage()));
    } catch (RuntimeException | OutOfMemoryError e) {
      return refused(batch, SegmentRefusal.LOG, "the batch could not be encoded: " + e);
    } finally {
      if (!taken) {
        room.release(bytes);
      }
    }
  }

  private static byte[] body(SpanBatch batch) {
    Wire wire = batch.wire();
    return wire != null && wire.isWhole() ? wire.body() : OtlpProtoEncoder.encode(batch);
  }

  private Future<WriteResult> refused(SpanBatch batch, SegmentRefusal reason, String why) {
    metrics.refused(reason, batch.size());
    return Future.failedFuture(StorageException.retryable(why, null));
  }

  private Future<WriteResult> rejected(SpanBatch batch, String why) {
    String limit = ", at most " + room.maxBytes() + " do (storage.segment.head.maxBytes, twice)";
    return Future.succeededFuture(WriteResult.rejected(batch.size(), why + limit));
  }

  /** A batch survives from now on. On the log's thread. */
  void durable(PendingWrite write) {
    heads.add(write);
  }

  /** A batch did not get into the log. On the log's thread. */
  void failed(PendingWrite write) {
    room.release(write.reservedBytes());
    metrics.refused(SegmentRefusal.LOG, write.batch().size());
  }
}
