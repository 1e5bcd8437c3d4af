// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.model.ResourceTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.StatusCode;
import io.spoor.model.Trace;
import io.spoor.model.TraceId;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A few numbers about one trace. */
final class TraceSummary {

  /** Spans of one service. */
  static final class Counts {
    private int spans;
    private int errorSpans;

    int spans() {
      return spans;
    }

    int errorSpans() {
      return errorSpans;
    }
  }

  private final Trace trace;
  private final Set<Long> spanIds;
  private final SortedMap<String, Counts> services = new TreeMap<>();
  private final IdentityHashMap<SpanBatch, Counts[]> countsByResource = new IdentityHashMap<>();
  private long minStart = -1; // unsigned: the greatest
  private long maxEnd;
  private int errorSpans;
  private int orphans;
  private int root = -1;

  TraceSummary(Trace trace) {
    this.trace = trace;
    this.spanIds = new HashSet<>(2 * trace.size());
    for (int span = 0; span < trace.size(); span++) {
      spanIds.add(trace.spanId(span));
    }
    for (int span = 0; span < trace.size(); span++) {
      add(span);
    }
  }

  private void add(int span) {
    long start = trace.startTimeUnixNano(span);
    long end = start + Math.max(0, trace.durationNano(span));
    minStart = Long.compareUnsigned(start, minStart) < 0 ? start : minStart;
    maxEnd = Long.compareUnsigned(end, maxEnd) > 0 ? end : maxEnd;
    if (isOrphan(span)) {
      orphans++;
    }
    if (root < 0 || isBetterRoot(span)) {
      root = span;
    }
    Counts counts = counts(trace.batch(span), trace.batch(span).resourceOf(trace.row(span)));
    counts.spans++;
    if (StatusCode.of(trace.batch(span).spans().statusCode(trace.row(span))) == StatusCode.ERROR) {
      counts.errorSpans++;
      errorSpans++;
    }
  }

  private boolean isOrphan(int span) {
    long parent = trace.parentSpanId(span);
    return parent != 0 && !spanIds.contains(parent);
  }

  /** A span without a parent is the best root, one whose parent is missing the next; then time. */
  private boolean isBetterRoot(int span) {
    int rank = rank(span);
    int best = rank(root);
    return rank != best
        ? rank < best
        : Long.compareUnsigned(trace.startTimeUnixNano(span), trace.startTimeUnixNano(root)) < 0;
  }

  private int rank(int span) {
    return trace.parentSpanId(span) == 0 ? 0 : isOrphan(span) ? 1 : 2;
  }

  private Counts counts(SpanBatch batch, int resource) {
    Counts[] known = countsByResource.computeIfAbsent(batch, b -> new Counts[b.resources().size()]);
    if (known[resource] == null) {
      known[resource] =
          services.computeIfAbsent(serviceName(batch, resource), name -> new Counts());
    }
    return known[resource];
  }

  private static String serviceName(SpanBatch batch, int resource) {
    int index = batch.resources().serviceName(resource);
    return index == ResourceTable.NO_SERVICE_NAME
        ? UiProcesses.NO_SERVICE_NAME
        : batch.strings().string(index);
  }

  TraceId traceId() {
    return trace.id();
  }

  String rootServiceName() {
    return serviceName(trace.batch(root), trace.batch(root).resourceOf(trace.row(root)));
  }

  String rootOperationName() {
    return trace.view(root).name();
  }

  long minStartTimeUnixNano() {
    return minStart;
  }

  long maxEndTimeUnixNano() {
    return maxEnd;
  }

  int spanCount() {
    return trace.size();
  }

  int errorSpanCount() {
    return errorSpans;
  }

  int orphanSpanCount() {
    return orphans;
  }

  /** By name. */
  SortedMap<String, Counts> services() {
    return services;
  }
}
