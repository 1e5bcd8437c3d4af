// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.spoor.model.FoundSummaries;
import io.spoor.model.FoundSummaries.Entry;
import io.spoor.model.TraceId;
import io.spoor.model.TracePosition;
import io.spoor.model.TraceSummary;
import io.spoor.storage.StorageException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import jaeger.storage.v2.TraceStorage;
import jaeger.storage.v2.TraceStorage.FindTraceSummariesResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads the summaries of a server's answer, of which all must be at hand at once. */
final class RemoteSummaries {
  /**
   * Field of {@code TraceSummary} in which Spoor says where the trace stands in its order: the
   * greatest start of a matching span, fixed64. Others have no such field, and ignore it.
   */
  private static final int POSITION_START = 1_000;

  private final RemoteStream stream;
  private final long maxBytes;
  private final List<Entry> entries = new ArrayList<>();
  private long bytes;

  RemoteSummaries(RemoteStream stream, long maxBytes) {
    this.stream = stream;
    this.maxBytes = maxBytes;
  }

  /** Reads all there are, and closes the stream. */
  Future<FoundSummaries> readAll() {
    return readNext().onComplete(done -> stream.close());
  }

  private Future<FoundSummaries> readNext() {
    return stream
        .next()
        .compose(
            message -> {
              if (message.isEmpty()) {
                return Future.succeededFuture(
                    new FoundSummaries(entries, stream.incomplete().orElse("")));
              }
              bytes += message.get().length();
              if (bytes > maxBytes) {
                return Future.succeededFuture(
                    new FoundSummaries(entries, RemoteCursor.overLimit(maxBytes)));
              }
              add(message.get());
              return readNext();
            },
            failure ->
                RemoteStream.TOO_LATE.equals(failure.getMessage())
                    ? Future.succeededFuture(new FoundSummaries(entries, RemoteStream.TOO_LATE))
                    : Future.failedFuture(failure));
  }

  private void add(Buffer message) {
    try {
      for (TraceStorage.TraceSummary summary :
          FindTraceSummariesResponse.parseFrom(message.getBytes()).getSummariesList()) {
        entries.add(entryOf(summary));
      }
    } catch (InvalidProtocolBufferException e) {
      throw StorageException.retryable("the storage's answer cannot be decoded", e);
    }
  }

  private static Entry entryOf(TraceStorage.TraceSummary message) {
    TraceId id = idOf(message.getTraceId());
    UnknownFieldSet.Field start = message.getUnknownFields().getField(POSITION_START);
    long positionStart = start.getFixed64List().isEmpty() ? 0 : start.getFixed64List().get(0);
    TraceSummary summary =
        new TraceSummary(
            id,
            message.getRootServiceName(),
            message.getRootOperationName(),
            message.getMinStartTimeUnixNano(),
            message.getMaxEndTimeUnixNano(),
            message.getOrphanSpanCount(),
            message.getServicesList().stream()
                .map(
                    service ->
                        new TraceSummary.Service(
                            service.getName(), service.getSpanCount(), service.getErrorSpanCount()))
                .toList());
    return new Entry(new TracePosition(positionStart, id), summary);
  }

  /** Reads a trace id. */
  static TraceId idOf(ByteString bytes) {
    if (bytes.size() != 2 * Long.BYTES) {
      throw StorageException.retryable(
          "the storage gave a trace id of " + bytes.size() + " bytes", null);
    }
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    return new TraceId(buffer.getLong(), buffer.getLong());
  }
}
