// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;
import io.spoor.model.Trace;
import java.util.ArrayList;
import java.util.List;

/** Traces made of whole batches. */
final class TestTraces {

  /** All spans of all batches, which must be of one trace. */
  static Trace of(SpanBatch... batches) {
    List<SpanBatch> batchOf = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    for (SpanBatch batch : batches) {
      for (int row = 0; row < batch.size(); row++) {
        batchOf.add(batch);
        rows.add(row);
      }
    }
    return Trace.of(
        batches[0].span(0).traceId(),
        batchOf.toArray(new SpanBatch[0]),
        rows.stream().mapToInt(Integer::intValue).toArray());
  }

  static Trace of(TestSpans spans) {
    return of(spans.build());
  }

  /** Spans of trace 1 that have these ids and parents: id, parent, id, parent. */
  static Trace ofIds(long... idsAndParents) {
    TestSpans spans = TestSpans.batch().resource("service");
    for (int i = 0; i < idsAndParents.length; i += 2) {
      spans.span(1, idsAndParents[i], "op").parent(idsAndParents[i + 1]);
    }
    return of(spans);
  }

  static List<Long> spanIds(Trace trace) {
    List<Long> ids = new ArrayList<>();
    for (int span = 0; span < trace.size(); span++) {
      ids.add(trace.spanId(span));
    }
    return ids;
  }

  static List<Long> parentSpanIds(Trace trace) {
    List<Long> ids = new ArrayList<>();
    for (int span = 0; span < trace.size(); span++) {
      ids.add(trace.parentSpanId(span));
    }
    return ids;
  }

  /** Starts after {@link TestSpans#START}. */
  static List<Long> starts(Trace trace) {
    List<Long> starts = new ArrayList<>();
    for (int span = 0; span < trace.size(); span++) {
      starts.add(trace.startTimeUnixNano(span) - TestSpans.START);
    }
    return starts;
  }

  static List<Long> durations(Trace trace) {
    List<Long> durations = new ArrayList<>();
    for (int span = 0; span < trace.size(); span++) {
      durations.add(trace.durationNano(span));
    }
    return durations;
  }

  /** Warnings of all spans, in order. */
  static List<String> warnings(Trace trace) {
    List<String> warnings = new ArrayList<>();
    for (int span = 0; span < trace.size(); span++) {
      warnings.addAll(trace.warnings(span));
    }
    return warnings;
  }

  private TestTraces() {}
}
