// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.TraceId;
import io.spoor.model.TracePosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The newest traces with a matching span seen so far, up to a limit.
 *
 * <p>A trace that is pushed out can come back by a later start only, and the least start that is
 * kept never falls, so the result is exact in whatever order spans come.
 */
final class NewestTraces {
  private final int limit;
  private final @Nullable TracePosition after;
  private final Set<TraceId> given;
  private final TreeSet<Hit> newest = new TreeSet<>();
  private final Map<TraceId, Hit> byTrace = new HashMap<>();

  /** A trace and the greatest start of its matching spans; the newest is the least. */
  private record Hit(long start, TraceId trace) implements Comparable<Hit> {
    @Override
    public int compareTo(Hit other) {
      int byStart = Long.compareUnsigned(other.start, start);
      return byStart != 0 ? byStart : trace.compareTo(other.trace);
    }
  }

  NewestTraces(int limit) {
    this(limit, null, Set.of());
  }

  /** Leaves out what does not stand behind a position, and the traces that were given before. */
  NewestTraces(int limit, @Nullable TracePosition after, Set<TraceId> given) {
    this.limit = limit;
    this.after = after;
    this.given = given;
  }

  /** Whether a span with this start can still change anything. */
  boolean mayRank(long start) {
    return newest.size() < limit || Long.compareUnsigned(start, newest.last().start()) >= 0;
  }

  /** Whether a matching span of this trace with this start changes anything. */
  boolean improves(long traceIdHigh, long traceIdLow, long start) {
    if (!mayRank(start)) {
      return false;
    }
    TraceId id = new TraceId(traceIdHigh, traceIdLow);
    @Nullable Hit known = byTrace.get(id);
    if (known == null && after != null && isGiven(id, start, after)) {
      return false;
    }
    return known == null || Long.compareUnsigned(known.start(), start) < 0;
  }

  private boolean isGiven(TraceId id, long start, TracePosition position) {
    return given.contains(id) || new TracePosition(start, id).compareTo(position) <= 0;
  }

  /** A span matches. */
  void keep(long traceIdHigh, long traceIdLow, long start) {
    if (!improves(traceIdHigh, traceIdLow, start)) {
      return;
    }
    Hit hit = new Hit(start, new TraceId(traceIdHigh, traceIdLow));
    @Nullable Hit known = byTrace.put(hit.trace(), hit);
    if (known != null) {
      newest.remove(known);
    }
    newest.add(hit);
    if (newest.size() > limit) {
      byTrace.remove(newest.pollLast().trace());
    }
  }

  /** The traces, newest first; of one start the least id first. */
  List<TracePosition> positions() {
    return newest.stream().map(hit -> new TracePosition(hit.start(), hit.trace())).toList();
  }
}
