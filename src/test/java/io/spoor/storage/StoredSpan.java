// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.spoor.codec.otlp.OtlpProtoEncoder;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanIdentity;
import java.util.ArrayList;
import java.util.List;

/** A row of a batch, equal to another when both the columns and the OTLP message are. */
public final class StoredSpan {
  private final SpanBatch batch;
  private final int row;
  private final ExportTraceServiceRequest message;

  StoredSpan(SpanBatch batch, int row) {
    this.batch = batch;
    this.row = row;
    try {
      this.message =
          ExportTraceServiceRequest.parseFrom(
              OtlpProtoEncoder.encode(batch.select(new int[] {row})));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("row " + row + " of " + batch + " has no OTLP form", e);
    }
  }

  /** The spans of a batch. */
  public static List<StoredSpan> allOf(SpanBatch batch) {
    return allOf(List.of(batch));
  }

  /** The spans of batches. */
  public static List<StoredSpan> allOf(List<SpanBatch> batches) {
    List<StoredSpan> spans = new ArrayList<>();
    for (SpanBatch batch : batches) {
      for (int row = 0; row < batch.size(); row++) {
        spans.add(new StoredSpan(batch, row));
      }
    }
    return spans;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredSpan span
        && SpanIdentity.same(batch, row, span.batch, span.row)
        && message.equals(span.message);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(batch.spans().spanId(row));
  }

  @Override
  public String toString() {
    return message.toString();
  }
}
