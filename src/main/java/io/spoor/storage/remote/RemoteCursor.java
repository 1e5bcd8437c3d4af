// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import io.spoor.codec.Allowance;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.MalformedException;
import io.spoor.codec.otlp.OtlpProtoDecoder;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.storage.BatchCursor;
import io.spoor.storage.StorageException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a server's answer in chunks of one trace. What a server puts in one message is split
 * where it is more than a chunk may hold, and where it mixes traces, which it must not.
 *
 * <p>Used by one reader; the futures complete on the event loop of the call.
 */
final class RemoteCursor implements BatchCursor {
  private final RemoteStream stream;
  private final long maxBytes;
  private final OtlpProtoDecoder decoder = new OtlpProtoDecoder();
  private final Deque<SpanBatch> ready = new ArrayDeque<>(); // of one message

  private long bytes;
  private volatile boolean closed;
  private volatile @Nullable String incomplete;

  RemoteCursor(RemoteStream stream, long maxBytes) {
    this.stream = stream;
    this.maxBytes = maxBytes;
  }

  /** Why an answer ends that has more bytes than its reader allows. */
  static String overLimit(long maxBytes) {
    return "the answer reached the limit of " + maxBytes + " bytes";
  }

  @Override
  public Future<Optional<SpanBatch>> next() {
    if (closed) {
      return Future.succeededFuture(Optional.empty());
    }
    SpanBatch chunk = ready.poll();
    if (chunk != null) {
      return Future.succeededFuture(Optional.of(chunk));
    }
    return stream.next().compose(this::chunkOf, this::failed);
  }

  private Future<Optional<SpanBatch>> failed(Throwable failure) {
    return RemoteStream.TOO_LATE.equals(failure.getMessage())
        ? stopped(RemoteStream.TOO_LATE)
        : Future.failedFuture(failure);
  }

  private Future<Optional<SpanBatch>> chunkOf(Optional<Buffer> message) {
    if (message.isEmpty()) {
      incomplete = stream.incomplete().orElse(incomplete);
      return Future.succeededFuture(Optional.empty());
    }
    byte[] body = message.get().getBytes();
    bytes += body.length;
    if (bytes > maxBytes) {
      return stopped(overLimit(maxBytes));
    }
    try {
      DecodedBatch decoded = decoder.decode(body, Allowance.UNLIMITED);
      if (decoded.rejectedSpans() > 0) {
        incomplete = "the storage gave invalid spans: " + decoded.rejectedReason();
      }
      split(decoded.batch());
    } catch (MalformedException e) {
      close();
      return Future.failedFuture(
          StorageException.retryable("the storage's answer cannot be decoded", e));
    }
    return next();
  }

  private Future<Optional<SpanBatch>> stopped(String why) {
    incomplete = why;
    close();
    return Future.succeededFuture(Optional.empty());
  }

  private void split(SpanBatch batch) {
    SpanTable spans = batch.spans();
    int from = 0;
    for (int row = 1; row <= batch.size(); row++) {
      boolean ends =
          row == batch.size()
              || row - from == MAX_CHUNK_SPANS
              || spans.traceIdHigh(row) != spans.traceIdHigh(from)
              || spans.traceIdLow(row) != spans.traceIdLow(from);
      if (ends) {
        ready.add(from == 0 && row == batch.size() ? batch : batch.select(rows(from, row)));
        from = row;
      }
    }
  }

  private static int[] rows(int from, int to) {
    int[] rows = new int[to - from];
    Arrays.setAll(rows, i -> from + i);
    return rows;
  }

  @Override
  public Optional<String> incomplete() {
    return Optional.ofNullable(incomplete);
  }

  @Override
  public void close() {
    closed = true;
    stream.close();
  }
}
