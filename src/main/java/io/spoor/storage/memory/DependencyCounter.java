// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import io.spoor.model.Dependency;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.SpanTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts calls between services, a trace at a time; {@code TraceReader} says what is a call. */
final class DependencyCounter {
  private final long startMin;
  private final long startMax;
  private final Map<String, Map<String, Long>> calls = new TreeMap<>(); // by parent, then child

  /** What counts of a span; its number in the trace makes it differ from every other. */
  private record Node(
      int number, long id, long parentId, long start, SpanKind kind, String service) {
    static Node of(TraceSpans trace, int span) {
      SpanBatch batch = trace.batch(span);
      SpanTable spans = batch.spans();
      int row = trace.row(span);
      return new Node(
          span,
          spans.spanId(row),
          spans.parentSpanId(row),
          spans.startTimeUnixNano(row),
          SpanKind.of(spans.kind(row)),
          Catalogue.serviceName(batch, batch.resourceOf(row)));
    }
  }

  DependencyCounter(long startUnixNano, long endUnixNano) {
    this.startMin = startUnixNano;
    this.startMax = endUnixNano;
  }

  /** Adds the calls of a trace. */
  void add(TraceSpans trace) {
    if (!hasSpanInRange(trace)) {
      return;
    }
    Map<Long, List<Node>> byId = new HashMap<>();
    for (int span = 0; span < trace.size(); span++) {
      Node node = Node.of(trace, span);
      byId.computeIfAbsent(node.id(), absent -> new ArrayList<>(1)).add(node);
    }
    byId.values().forEach(nodes -> nodes.forEach(node -> count(node, byId)));
  }

  private boolean hasSpanInRange(TraceSpans trace) {
    for (int span = 0; span < trace.size(); span++) {
      if (isInRange(trace.batch(span).spans().startTimeUnixNano(trace.row(span)))) {
        return true;
      }
    }
    return false;
  }

  private boolean isInRange(long start) {
    return Long.compareUnsigned(start, startMin) >= 0 && Long.compareUnsigned(start, startMax) <= 0;
  }

  private void count(Node child, Map<Long, List<Node>> byId) {
    Node parent = isInRange(child.start()) ? parentOf(child, byId) : null;
    if (parent != null && !parent.service().isEmpty() && !child.service().isEmpty()) {
      calls
          .computeIfAbsent(parent.service(), absent -> new TreeMap<>())
          .merge(child.service(), 1L, Long::sum);
    }
  }

  private static @Nullable Node parentOf(Node child, Map<Long, List<Node>> byId) {
    if (child.kind() == SpanKind.SERVER) {
      Node client = best(child, byId.get(child.id()), SpanKind.CLIENT);
      if (client != null) {
        return client; // they share the id: Zipkin's way
      }
    }
    List<Node> candidates = child.parentId() == 0 ? null : byId.get(child.parentId());
    Node server = best(child, candidates, SpanKind.SERVER);
    return server != null ? server : best(child, candidates, null);
  }

  /** Of the candidates of a kind the one with the least service name, the child itself left out. */
  private static @Nullable Node best(
      Node child, @Nullable List<Node> candidates, @Nullable SpanKind kind) {
    Node best = null;
    for (Node node : candidates == null ? List.<Node>of() : candidates) {
      boolean fits = node.number() != child.number() && (kind == null || node.kind() == kind);
      if (fits && (best == null || node.service().compareTo(best.service()) < 0)) {
        best = node;
      }
    }
    return best;
  }

  /** The calls counted so far, sorted by parent, then child. */
  List<Dependency> dependencies() {
    List<Dependency> dependencies = new ArrayList<>();
    calls.forEach(
        (parent, children) ->
            children.forEach(
                (child, count) -> dependencies.add(new Dependency(parent, child, count))));
    return dependencies;
  }
}
