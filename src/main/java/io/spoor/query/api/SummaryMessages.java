// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.jaegertracing.api_v3.QueryServiceOuterClass;
import io.jaegertracing.api_v3.QueryServiceOuterClass.FindTraceSummariesResponse;
import io.jaegertracing.api_v3.QueryServiceOuterClass.ServiceSummary;
import io.spoor.grpc.GrpcCall;
import io.spoor.grpc.GrpcException;
import io.spoor.model.FoundSummaries;
import io.spoor.model.TraceSummary;
import io.vertx.grpc.common.GrpcStatus;
import java.util.List;

/** Sends summaries of traces, several in a message, as fast as the client reads. */
final class SummaryMessages {
  private static final int SUMMARIES = 20;

  private final GrpcCall call;
  private final SummaryPage.Answer answer;
  private int sent;

  private SummaryMessages(GrpcCall call, SummaryPage.Answer answer) {
    this.call = call;
    this.answer = answer;
  }

  /** Answers with a page of summaries; the last message has the token of the next page. */
  static void send(GrpcCall call, SummaryPage.Answer answer) {
    new SummaryMessages(call, answer).send();
  }

  private void send() {
    List<FoundSummaries.Entry> traces = answer.traces();
    while (sent < traces.size()) {
      if (call.mustWait()) {
        call.whenDrained(this::send);
        return;
      }
      int end = Math.min(traces.size(), sent + SUMMARIES);
      FindTraceSummariesResponse.Builder message = FindTraceSummariesResponse.newBuilder();
      traces.subList(sent, end).forEach(trace -> message.addSummaries(message(trace.summary())));
      if (end == traces.size()) {
        message.setNextPageToken(answer.nextPageToken());
      }
      sent = end;
      call.send(message.build());
    }
    answer
        .incomplete()
        .ifPresent(
            why -> {
              throw new GrpcException(GrpcStatus.RESOURCE_EXHAUSTED, "incomplete: " + why);
            });
    call.end();
  }

  private static QueryServiceOuterClass.TraceSummary message(TraceSummary summary) {
    QueryServiceOuterClass.TraceSummary.Builder message =
        QueryServiceOuterClass.TraceSummary.newBuilder()
            .setTraceId(summary.traceId().toHex())
            .setRootServiceName(SummaryDocument.serviceName(summary.rootServiceName()))
            .setRootOperationName(summary.rootOperationName())
            .setMinStartTimeUnixNano(summary.minStartTimeUnixNano())
            .setMaxEndTimeUnixNano(summary.maxEndTimeUnixNano())
            .setSpanCount(summary.spanCount())
            .setErrorSpanCount(summary.errorSpanCount())
            .setOrphanSpanCount(summary.orphanSpanCount());
    for (TraceSummary.Service service : summary.services()) {
      message.addServices(
          ServiceSummary.newBuilder()
              .setName(SummaryDocument.serviceName(service.name()))
              .setSpanCount(service.spanCount())
              .setErrorSpanCount(service.errorSpanCount()));
    }
    return message.build();
  }
}
