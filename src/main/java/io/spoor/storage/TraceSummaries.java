// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.TraceId;
import io.spoor.model.TraceSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums up traces: the one reference for every backend. */
// Hot path: runs once per span of the traces on a page
public final class TraceSummaries {
  private final SummaryColumns spans;
  private final long[] ids; // sorted
  private final Map<String, Counts> services = new TreeMap<>();
  private long minStart = -1; // unsigned: the greatest
  private long maxEnd;
  private int orphans;
  private int root = -1;
  private int rootRank;
  private String rootService = "";

  private static final class Counts {
    private int spans;
    private int errors;
  }

  private TraceSummaries(SummaryColumns spans) {
    this.spans = spans;
    this.ids = new long[spans.size()];
    for (int span = 0; span < ids.length; span++) {
      ids[span] = spans.spanId(span);
    }
    Arrays.sort(ids);
  }

  /** The summary of a trace, which must have a span. */
  public static TraceSummary of(TraceId id, SummaryColumns spans) {
    return new TraceSummaries(spans).summary(id);
  }

  private TraceSummary summary(TraceId id) {
    for (int span = 0; span < ids.length; span++) {
      String service = spans.serviceName(span);
      add(span, service);
      Counts counts = services.computeIfAbsent(service, absent -> new Counts());
      counts.spans++;
      counts.errors += spans.isError(span) ? 1 : 0;
    }
    List<TraceSummary.Service> byName = new ArrayList<>(services.size());
    services.forEach(
        (name, counts) -> byName.add(new TraceSummary.Service(name, counts.spans, counts.errors)));
    return new TraceSummary(id, rootService, spans.name(root), minStart, maxEnd, orphans, byName);
  }

  private void add(int span, String service) {
    long start = spans.startTimeUnixNano(span);
    long end = start + Math.max(0, spans.durationNano(span));
    minStart = Long.compareUnsigned(start, minStart) < 0 ? start : minStart;
    maxEnd = Long.compareUnsigned(end, maxEnd) > 0 ? end : maxEnd;
    int rank = rank(spans.parentSpanId(span));
    orphans += rank == 1 ? 1 : 0;
    if (root < 0 || rank < rootRank || (rank == rootRank && isEarlier(span, service))) {
      root = span;
      rootRank = rank;
      rootService = service;
    }
  }

  private int rank(long parent) {
    return parent == 0 ? 0 : Arrays.binarySearch(ids, parent) < 0 ? 1 : 2;
  }

  /** Of several that start together always the same one, in whatever order they come. */
  private boolean isEarlier(int span, String service) {
    int order = Long.compareUnsigned(spans.startTimeUnixNano(span), spans.startTimeUnixNano(root));
    if (order == 0) {
      order = Long.compareUnsigned(spans.spanId(span), spans.spanId(root));
    }
    if (order == 0) {
      order = service.compareTo(rootService);
    }
    return order == 0 ? spans.name(span).compareTo(spans.name(root)) < 0 : order < 0;
  }
}
