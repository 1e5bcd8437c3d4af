// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.SpanBatch;
import io.spoor.model.TraceId;
import io.spoor.model.TracePosition;
import io.spoor.model.TraceQuery;
import io.spoor.storage.BatchMatcher;
import io.spoor.storage.SearchBounds;
import io.spoor.storage.SpanMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One page of a search: the newest traces behind a position.
 *
 * <p>A trace that has a matching span there may stand before the position by another span, and was
 * given then. So each trace that is found is looked at whole; where one turns out to have been
 * given, the search runs once more without it. A page costs no more far behind than in front.
 */
final class PageSearch {
  private final TraceQuery query;
  private final TracePosition after;
  private final StoreSnapshot snapshot;
  private final Reading reading;
  private final SpanMatcher earlier;
  private final LastGroup groups;
  private final Set<TraceId> given = new HashSet<>();
  private final Set<TraceId> checked = new HashSet<>();

  private PageSearch(
      TraceQuery query, TracePosition after, StoreSnapshot snapshot, Reading reading) {
    this.query = query;
    this.after = after;
    this.snapshot = snapshot;
    this.reading = reading;
    this.earlier = SpanMatcher.of(SearchBounds.upTo(query, after));
    this.groups = new LastGroup(reading);
  }

  /** The traces, newest first; fewer when a limit is reached, which the reading knows. */
  static List<TracePosition> over(StoreSnapshot snapshot, TraceQuery query, Reading reading) {
    TracePosition after = query.after();
    return after == null
        ? new TraceSearch(query, reading).over(snapshot)
        : new PageSearch(query, after, snapshot, reading).page();
  }

  private List<TracePosition> page() {
    List<TracePosition> found = List.of();
    try {
      for (boolean isDone = false; !isDone; ) {
        found = new TraceSearch(query, given, reading).over(snapshot);
        reading.check();
        int before = given.size();
        for (TracePosition position : found) {
          check(position.traceId());
        }
        isDone = given.size() == before;
      }
    } catch (LimitReachedException expected) { // the reading knows, and the answer says so
    }
    List<TracePosition> page = new ArrayList<>(found);
    page.removeIf(position -> !checked.contains(position.traceId()));
    return page;
  }

  private void check(TraceId id) {
    if (checked.contains(id)) {
      return;
    }
    TraceChunks trace = new TraceChunks(snapshot, id, groups, reading);
    for (SpanBatch chunk = trace.next(); chunk != null; chunk = trace.next()) {
      if (stoodBefore(id, chunk)) {
        given.add(id);
        return;
      }
    }
    checked.add(id);
  }

  private boolean stoodBefore(TraceId id, SpanBatch chunk) {
    BatchMatcher bound = earlier.on(chunk);
    for (int row = 0; bound.isPossible() && row < chunk.size(); row++) {
      long start = chunk.spans().startTimeUnixNano(row);
      if (bound.matches(row) && new TracePosition(start, id).compareTo(after) <= 0) {
        return true;
      }
    }
    return false;
  }
}
