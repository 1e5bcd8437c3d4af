// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.google.protobuf.UnknownFieldSet;
import io.spoor.grpc.GrpcCall;
import io.spoor.model.FoundSummaries;
import io.spoor.model.FoundSummaries.Entry;
import io.spoor.model.TraceSummary;
import jaeger.storage.v2.TraceStorage;
import jaeger.storage.v2.TraceStorage.FindTraceSummariesResponse;
import jaeger.storage.v2.TraceStorage.ServiceSummary;
import java.util.List;

/** Sends the summaries of a search as {@code jaeger.storage.v2} has them, many in a message. */
final class StorageSummaries {
  /** Field of ours: where the trace stands in the order; unknown to others, who ignore it. */
  private static final int POSITION_START = 1_000;

  private static final int SUMMARIES_A_MESSAGE = 1_000;

  private StorageSummaries() {}

  static void answer(GrpcCall call, StoragePage page, FoundSummaries found) {
    List<Entry> entries = page.cut(found.traces());
    String next = page.next(found.traces().stream().map(Entry::position).toList());
    for (int from = 0; from < entries.size(); from += SUMMARIES_A_MESSAGE) {
      int to = Math.min(entries.size(), from + SUMMARIES_A_MESSAGE);
      FindTraceSummariesResponse.Builder message = FindTraceSummariesResponse.newBuilder();
      entries.subList(from, to).forEach(entry -> message.addSummaries(summary(entry)));
      call.send(message.setNextPageToken(to == entries.size() ? next : "").build());
    }
    StorageGrpc.requireComplete(found.incomplete());
    call.end();
  }

  private static TraceStorage.TraceSummary summary(Entry entry) {
    TraceSummary summary = entry.summary();
    TraceStorage.TraceSummary.Builder message =
        TraceStorage.TraceSummary.newBuilder()
            .setTraceId(GrpcValues.bytes(summary.traceId()))
            .setRootServiceName(summary.rootServiceName())
            .setRootOperationName(summary.rootOperationName())
            .setMinStartTimeUnixNano(summary.minStartTimeUnixNano())
            .setMaxEndTimeUnixNano(summary.maxEndTimeUnixNano())
            .setSpanCount(summary.spanCount())
            .setErrorSpanCount(summary.errorSpanCount())
            .setOrphanSpanCount(summary.orphanSpanCount());
    for (TraceSummary.Service service : summary.services()) {
      message.addServices(
          ServiceSummary.newBuilder()
              .setName(service.name())
              .setSpanCount(service.spanCount())
              .setErrorSpanCount(service.errorSpanCount()));
    }
    return message
        .setUnknownFields(
            UnknownFieldSet.newBuilder()
                .addField(
                    POSITION_START,
                    UnknownFieldSet.Field.newBuilder()
                        .addFixed64(entry.position().startTimeUnixNano())
                        .build())
                .build())
        .build();
  }
}
