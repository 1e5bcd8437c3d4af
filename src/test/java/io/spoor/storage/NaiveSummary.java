// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanView;
import io.spoor.model.StatusCode;
import io.spoor.model.TraceId;
import io.spoor.model.TraceSummary;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The summary of a trace as a beginner would make it of its spans. */
final class NaiveSummary {
  private static final Comparator<SpanView> BY_START =
      Comparator.<SpanView, BigInteger>comparing(span -> unsigned(span.startTimeUnixNano()))
          .thenComparing(span -> unsigned(span.spanId()))
          .thenComparing(SpanView::serviceName)
          .thenComparing(SpanView::name);

  static TraceSummary of(TraceId id, List<SpanBatch> chunks) {
    List<SpanView> spans = new ArrayList<>();
    for (SpanBatch chunk : chunks) {
      for (int row = 0; row < chunk.size(); row++) {
        spans.add(chunk.span(row));
      }
    }
    Set<Long> ids = spans.stream().map(SpanView::spanId).collect(Collectors.toSet());
    List<SpanView> orphans =
        spans.stream()
            .filter(span -> span.parentSpanId() != 0 && !ids.contains(span.parentSpanId()))
            .toList();
    List<SpanView> parentless = spans.stream().filter(span -> span.parentSpanId() == 0).toList();
    List<SpanView> roots = !parentless.isEmpty() ? parentless : orphans.isEmpty() ? spans : orphans;
    SpanView root = roots.stream().min(BY_START).orElseThrow();
    return new TraceSummary(
        id,
        service(root),
        root.name(),
        spans.stream().min(BY_START).orElseThrow().startTimeUnixNano(),
        spans.stream()
            .map(NaiveSummary::end)
            .max(Comparator.naturalOrder())
            .orElseThrow()
            .longValue(),
        orphans.size(),
        services(spans));
  }

  private static List<TraceSummary.Service> services(List<SpanView> spans) {
    Map<String, List<SpanView>> byService =
        spans.stream()
            .collect(
                Collectors.groupingBy(NaiveSummary::service, TreeMap::new, Collectors.toList()));
    List<TraceSummary.Service> services = new ArrayList<>();
    byService.forEach(
        (name, of) ->
            services.add(
                new TraceSummary.Service(
                    name,
                    of.size(),
                    (int) of.stream().filter(s -> s.statusCode() == StatusCode.ERROR).count())));
    return services;
  }

  private static String service(SpanView span) {
    return span.serviceName();
  }

  private static BigInteger end(SpanView span) {
    long end = span.startTimeUnixNano() + Math.max(0, span.durationNano());
    return unsigned(end);
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  private NaiveSummary() {}
}
