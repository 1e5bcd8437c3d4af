// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.model.TraceId;
import io.spoor.model.TracePosition;
import io.spoor.model.TraceQuery;
import io.spoor.storage.BatchMatcher;
import io.spoor.storage.SearchBounds;
import io.spoor.storage.SpanMatcher;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.GroupStats;
import io.spoor.storage.segment.head.HeadSnapshot;
import io.spoor.storage.segment.head.HeadSnapshot.HeadBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * One search over a snapshot: visits batches of heads and row groups of blocks by descending
 * greatest start, and stops when none is left that could change the answer.
 */
final class TraceSearch {
  private static final int ROWS_BETWEEN_CHECKS = 1_024;
  private static final BitSet NONE = new BitSet(); // never changed

  private final TraceQuery query;
  private final Reading reading;
  private final SpanMatcher matcher;
  private final QueryPlan plan;
  private final NewestTraces newest;
  private final GroupSearch groupSearch;
  private final IdentityHashMap<Block, BitSet> allowedGroups =
      new IdentityHashMap<>(); // of blocks seen

  /** A head batch or a row group that may have matching spans, the one with the latest first. */
  private interface Place extends Comparable<Place> {

    /** Greatest start that a match can have here, unsigned. */
    long latest();

    /** Adds the matches; contains damage. */
    void search();

    @Override
    default int compareTo(Place other) {
      return Long.compareUnsigned(other.latest(), latest());
    }
  }

  /** A search. */
  TraceSearch(TraceQuery query, Reading reading) {
    this(query, Set.of(), reading);
  }

  /**
   * A search.
   *
   * @param given traces that are left out
   */
  TraceSearch(TraceQuery query, Set<TraceId> given, Reading reading) {
    this.query = SearchBounds.narrowed(query);
    this.reading = reading;
    this.matcher = SpanMatcher.of(this.query);
    this.plan = QueryPlan.of(this.query);
    this.newest = new NewestTraces(query.limit(), query.after(), given);
    this.groupSearch = new GroupSearch(this.query, plan, matcher, newest, reading);
  }

  /** The newest traces with a matching span, newest first; fewer when a limit is reached. */
  List<TracePosition> over(StoreSnapshot snapshot) {
    try {
      reading.check();
      if (plan.isPossible()) {
        visit(new PriorityQueue<>(places(snapshot)));
      }
    } catch (LimitReachedException expected) { // the reading knows, and the answer says so
    }
    return newest.positions();
  }

  private void visit(PriorityQueue<Place> places) {
    for (Place place = places.poll(); place != null; place = places.poll()) {
      if (!newest.mayRank(place.latest())) {
        return;
      }
      reading.check();
      place.search();
    }
  }

  private List<Place> places(StoreSnapshot snapshot) {
    List<Place> places = new ArrayList<>();
    for (HeadSnapshot head : snapshot.heads()) {
      for (HeadBatch batch : head.batches()) {
        if (overlaps(batch.startMin(), batch.startMax())) {
          places.add(new BatchPlace(latest(batch.startMax()), batch.batch()));
        }
      }
    }
    for (Block block : snapshot.blocks()) {
      for (int group = 0; group < block.groups(); group++) {
        GroupStats stats = block.stats(group);
        if (mayMatch(stats)) {
          places.add(new GroupPlace(latest(stats.startMax()), block, group));
        } else {
          reading.skipped(1);
        }
      }
    }
    return places;
  }

  private boolean mayMatch(GroupStats stats) {
    return overlaps(stats.startMin(), stats.startMax())
        && stats.durationMax() >= query.durationMinNano()
        && stats.durationMin() <= query.durationMaxNano();
  }

  private boolean overlaps(long startMin, long startMax) {
    return Long.compareUnsigned(startMax, query.startTimeMinUnixNano()) >= 0
        && Long.compareUnsigned(startMin, query.startTimeMaxUnixNano()) <= 0;
  }

  private long latest(long startMax) {
    long max = query.startTimeMaxUnixNano();
    return Long.compareUnsigned(startMax, max) < 0 ? startMax : max;
  }

  private final class BatchPlace implements Place {
    private final long latest;
    private final SpanBatch batch;

    BatchPlace(long latest, SpanBatch batch) {
      this.latest = latest;
      this.batch = batch;
    }

    @Override
    public long latest() {
      return latest;
    }

    @Override
    public void search() {
      BatchMatcher bound = matcher.on(batch);
      if (!bound.isPossible()) {
        return;
      }
      reading.spend(batch.bytes());
      SpanTable spans = batch.spans();
      for (int row = 0; row < batch.size(); row++) {
        if (row % ROWS_BETWEEN_CHECKS == ROWS_BETWEEN_CHECKS - 1) {
          reading.check();
        }
        long start = spans.startTimeUnixNano(row);
        if (newest.mayRank(start) && bound.matches(row)) {
          newest.keep(spans.traceIdHigh(row), spans.traceIdLow(row), start);
        }
      }
    }
  }

  private final class GroupPlace implements Place {
    private final long latest;
    private final Block block;
    private final int group;

    GroupPlace(long latest, Block block, int group) {
      this.latest = latest;
      this.block = block;
      this.group = group;
    }

    @Override
    public long latest() {
      return latest;
    }

    @Override
    public void search() {
      try {
        if (!allowed().get(group)) {
          reading.skipped(1);
          return;
        }
        reading.visited();
        groupSearch.search(block, group);
      } catch (IOException e) {
        reading.damaged(block, e);
      }
    }

    /** Asks the filter of the block once, when the first of its groups is visited. */
    private BitSet allowed() throws IOException {
      BitSet known = allowedGroups.get(block);
      if (known == null) {
        allowedGroups.put(block, NONE); // stays when the filter cannot be read
        known = plan.groups(block, reading);
        if (known == null) {
          known = new BitSet();
          known.set(0, block.groups());
        }
        allowedGroups.put(block, known);
      }
      return known;
    }
  }
}
