// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.Dependency;
import io.spoor.model.SpanKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Counts calls between services, a trace at a time; {@link TraceReader#getDependencies} says what
 * is a call. Each span is given once: copies are left out before. Used by one thread.
 */
// Hot path: every retained span goes through it
public final class DependencyCounter {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final int INITIAL_SPANS = 64;

  private final long secret = new SplittableRandom().nextLong() | 1; // ids come from senders
  private final long startMin;
  private final long startMax;
  private final Map<String, Map<String, long[]>> calls = new TreeMap<>(); // by parent, then child

  // Of the trace under way. Spans by id: open addressing, at most half full.
  private String[] services = new String[INITIAL_SPANS];
  private int mask = INITIAL_SPANS * 2 - 1;
  private long[] ids = new long[mask + 1];
  private final Best all = new Best();
  private final Best servers = new Best();
  private final Best clients = new Best();

  /** By slot, of the spans of one id: the two with the least service names, as number + 1. */
  private final class Best {
    private int[] first = new int[mask + 1];
    private int[] second = new int[mask + 1];

    void reset() {
      if (first.length == mask + 1) {
        Arrays.fill(first, 0);
        Arrays.fill(second, 0);
      } else {
        first = new int[mask + 1];
        second = new int[mask + 1];
      }
    }

    void add(int slot, int span) {
      if (isBefore(span, first[slot])) {
        second[slot] = first[slot];
        first[slot] = span + 1;
      } else if (isBefore(span, second[slot])) {
        second[slot] = span + 1;
      }
    }

    private boolean isBefore(int span, int other) {
      return other == 0 || services[span].compareTo(services[other - 1]) < 0;
    }

    /** The best that is not the child itself, or -1. */
    int otherThan(int child, int slot) {
      return (first[slot] == child + 1 ? second[slot] : first[slot]) - 1;
    }
  }

  /** Counts children that start in this range, both ends included and unsigned. */
  public DependencyCounter(long startUnixNano, long endUnixNano) {
    this.startMin = startUnixNano;
    this.startMax = endUnixNano;
  }

  /** Adds the calls of a trace. */
  public void add(TraceColumns trace) {
    if (!hasSpanInRange(trace)) {
      return;
    }
    reset(trace.size());
    for (int span = 0; span < trace.size(); span++) {
      place(trace, span);
    }
    for (int span = 0; span < trace.size(); span++) {
      if (isInRange(trace.startTimeUnixNano(span))) {
        count(parentOf(trace, span), span);
      }
    }
  }

  private boolean hasSpanInRange(TraceColumns trace) {
    for (int span = 0; span < trace.size(); span++) {
      if (isInRange(trace.startTimeUnixNano(span))) {
        return true;
      }
    }
    return false;
  }

  private boolean isInRange(long start) {
    return Long.compareUnsigned(start, startMin) >= 0 && Long.compareUnsigned(start, startMax) <= 0;
  }

  private void reset(int size) {
    if (size > services.length) {
      services = new String[Integer.highestOneBit(size) * 2];
    }
    int slots = Math.max(INITIAL_SPANS, Integer.highestOneBit(size) * 2) * 2;
    if (slots > mask + 1 || slots * 4 < mask + 1) { // a small trace does not pay for a large one
      mask = slots - 1;
      ids = new long[slots];
    }
    all.reset();
    servers.reset();
    clients.reset();
  }

  private void place(TraceColumns trace, int span) {
    services[span] = trace.serviceName(span);
    SpanKind kind = trace.kind(span);
    int slot = slot(trace.spanId(span));
    ids[slot] = trace.spanId(span);
    all.add(slot, span);
    if (kind == SpanKind.SERVER) {
      servers.add(slot, span);
    } else if (kind == SpanKind.CLIENT) {
      clients.add(slot, span);
    }
  }

  /** The slot that holds this id, or the free one where it belongs. */
  private int slot(long id) {
    long hash = (id ^ id >>> 32 ^ secret) * GOLDEN;
    int slot = (int) (((hash ^ hash >>> 29) * secret) >>> 32) & mask;
    while (all.first[slot] != 0 && ids[slot] != id) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private int parentOf(TraceColumns trace, int child) {
    if (trace.kind(child) == SpanKind.SERVER) {
      int client = clients.otherThan(child, slot(trace.spanId(child)));
      if (client >= 0) {
        return client; // they share the id: Zipkin's way
      }
    }
    if (trace.parentSpanId(child) == 0) {
      return -1;
    }
    int slot = slot(trace.parentSpanId(child));
    int server = servers.otherThan(child, slot);
    return server >= 0 ? server : all.otherThan(child, slot);
  }

  private void count(int parent, int child) {
    if (parent >= 0 && !services[parent].isEmpty() && !services[child].isEmpty()) {
      calls.computeIfAbsent(services[parent], absent -> new TreeMap<>())
          .computeIfAbsent(services[child], absent -> new long[1])[0]++;
    }
  }

  /** The calls counted so far, sorted by parent, then child. */
  public List<Dependency> dependencies() {
    List<Dependency> dependencies = new ArrayList<>();
    calls.forEach(
        (parent, children) ->
            children.forEach(
                (child, count) -> dependencies.add(new Dependency(parent, child, count[0]))));
    return dependencies;
  }
}
