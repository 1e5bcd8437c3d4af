// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.Dependency;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.model.TraceId;
import io.spoor.storage.DependencyCounter;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.GroupStats;
import io.spoor.storage.segment.block.RowGroup;
import io.spoor.storage.segment.block.RowGroup.TraceRun;
import io.spoor.storage.segment.head.HeadSnapshot;
import io.spoor.storage.segment.head.HeadSnapshot.HeadBatch;
import io.spoor.storage.segment.head.HeadSnapshot.TraceRows;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Counts calls between services over a snapshot.
 *
 * <p>First it notes where the traces lie of which a span may start in the range. A trace that lies
 * in one row group is then counted from the columns of that; one that lies in several places is put
 * together from all of them, copies left out.
 */
final class CallSearch {
  private static final int ROWS_BETWEEN_CHECKS = 1_024;
  private static final int PROBES_OF_A_GROUP = 64; // cost as much as reading the group's trace ids

  private final long startMin;
  private final long startMax;
  private final StoreSnapshot snapshot;
  private final Reading reading;
  private final DependencyCounter counter;
  private final TraceOrigins origins = new TraceOrigins();
  private final SpanColumns columns = new SpanColumns();

  CallSearch(long startMin, long startMax, StoreSnapshot snapshot, Reading reading) {
    this.startMin = startMin;
    this.startMax = startMax;
    this.snapshot = snapshot;
    this.reading = reading;
    this.counter = new DependencyCounter(startMin, startMax);
  }

  /** The calls, sorted by parent, then child. */
  List<Dependency> dependencies() {
    List<HeadSnapshot> heads = snapshot.heads();
    for (int head = 0; head < heads.size(); head++) {
      noteHead(heads.get(head), 1 + head);
    }
    forEachBlock((block, firstPlace) -> noteGroups(block, firstPlace, withNeighbours(block), true));
    findOtherHeads();
    forEachBlock(this::findOtherGroups);
    countHeads();
    forEachBlock((block, firstPlace) -> countGroups(block));
    countScattered();
    return counter.dependencies();
  }

  private interface BlockVisitor {
    /** Places of the block's groups begin with this number. */
    void visit(Block block, int firstPlace);
  }

  private void forEachBlock(BlockVisitor visitor) {
    int place = 1 + snapshot.heads().size();
    for (Block block : snapshot.blocks()) {
      visitor.visit(block, place);
      place += block.groups();
    }
  }

  private boolean isInRange(long start) {
    return Long.compareUnsigned(start, startMin) >= 0 && Long.compareUnsigned(start, startMax) <= 0;
  }

  private boolean overlaps(long from, long to) {
    return Long.compareUnsigned(to, startMin) >= 0 && Long.compareUnsigned(from, startMax) <= 0;
  }

  private BitSet inRange(Block block) {
    BitSet groups = new BitSet();
    for (int group = 0; group < block.groups(); group++) {
      GroupStats stats = block.stats(group);
      groups.set(group, overlaps(stats.startMin(), stats.startMax()));
    }
    return groups;
  }

  /** A large trace goes over neighbouring groups, of which one alone may be in the range. */
  private BitSet withNeighbours(Block block) {
    BitSet inRange = inRange(block);
    BitSet groups = (BitSet) inRange.clone();
    for (int group = 0; group < block.groups(); group++) {
      boolean isBeside = (group > 0 && inRange.get(group - 1)) || inRange.get(group + 1);
      groups.set(group, inRange.get(group) || isBeside);
    }
    return groups;
  }

  private void noteHead(HeadSnapshot head, int place) {
    for (HeadBatch batch : head.batches()) {
      if (overlaps(batch.startMin(), batch.startMax())) {
        reading.spend(batch.batch().bytes());
        noteBatch(batch.batch().spans(), place);
      }
    }
  }

  private void noteBatch(SpanTable spans, int place) {
    int before = origins.size();
    for (int row = 0; row < spans.size(); row++) {
      if (isInRange(spans.startTimeUnixNano(row))) {
        origins.add(spans.traceIdHigh(row), spans.traceIdLow(row), place);
      }
    }
    reading.spend((long) TraceOrigins.bytesOfTrace() * (origins.size() - before));
  }

  private void noteGroups(Block block, int firstPlace, BitSet groups, boolean isNew) {
    for (int group = groups.nextSetBit(0); group >= 0; group = groups.nextSetBit(group + 1)) {
      reading.check();
      int before = origins.size();
      try {
        for (TraceRun run : block.group(group, reading).traces()) {
          if (isNew) {
            origins.add(run.idHigh(), run.idLow(), firstPlace + group);
          } else {
            origins.addIfKnown(run.idHigh(), run.idLow(), firstPlace + group);
          }
        }
      } catch (IOException e) {
        reading.damaged(block, e);
      }
      reading.spend((long) TraceOrigins.bytesOfTrace() * (origins.size() - before));
    }
  }

  private void findOtherHeads() {
    List<HeadSnapshot> heads = snapshot.heads();
    for (int head = 0; head < heads.size(); head++) {
      HeadSnapshot other = heads.get(head);
      int place = 1 + head;
      if (!other.batches().isEmpty()) {
        probe(
            known -> known != place,
            (idHigh, idLow) -> other.trace(idHigh, idLow).rows().length > 0);
      }
    }
  }

  /** Finds the traces noted so far in groups of the block that are not in the range. */
  private void findOtherGroups(Block block, int firstPlace) {
    BitSet others = withNeighbours(block);
    others.flip(0, block.groups());
    if (others.isEmpty()) {
      return;
    }
    if (origins.size() > others.cardinality() * PROBES_OF_A_GROUP) {
      noteGroups(block, firstPlace, others, false);
      return;
    }
    probe(
        known -> known < firstPlace || known >= firstPlace + block.groups(),
        (idHigh, idLow) -> isIn(block, idHigh, idLow));
  }

  private boolean isIn(Block block, long idHigh, long idLow) {
    try {
      return block.findTrace(idHigh, idLow, reading) >= 0;
    } catch (IOException e) {
      reading.damaged(block, e);
      return false;
    }
  }

  private interface Lookup {
    boolean has(long idHigh, long idLow);
  }

  private void probe(IntPredicate places, Lookup lookup) {
    origins.forEachInOne(
        (slot, idHigh, idLow, place) -> {
          checkNowAndThen(slot);
          if (places.test(place) && lookup.has(idHigh, idLow)) {
            origins.several(slot);
          }
        });
  }

  private void checkNowAndThen(int number) {
    if (number % ROWS_BETWEEN_CHECKS == 0) {
      reading.check();
    }
  }

  private void countHeads() {
    List<HeadSnapshot> heads = snapshot.heads();
    origins.forEachInOne(
        (slot, idHigh, idLow, place) -> {
          checkNowAndThen(slot);
          if (place <= heads.size()) {
            countHead(heads.get(place - 1).trace(idHigh, idLow));
          }
        });
  }

  private void countHead(TraceRows trace) {
    columns.clear();
    for (int span = 0; span < trace.rows().length; span++) {
      columns.add(trace.batches()[span], trace.rows()[span]);
    }
    counter.add(columns);
  }

  private void countGroups(Block block) {
    BitSet groups = inRange(block);
    reading.skipped(block.groups() - groups.cardinality());
    for (int group = groups.nextSetBit(0); group >= 0; group = groups.nextSetBit(group + 1)) {
      reading.check();
      reading.visited();
      try {
        countGroup(block.group(group, reading));
      } catch (IOException e) {
        reading.damaged(block, e);
      }
    }
  }

  private void countGroup(RowGroup group) throws IOException {
    GroupColumns groupColumns = new GroupColumns(group);
    for (TraceRun run : group.traces()) {
      if (!origins.isInSeveral(run.idHigh(), run.idLow())) {
        counter.add(groupColumns.at(run));
      }
    }
  }

  private void countScattered() {
    LastGroup groups = new LastGroup(reading);
    origins.forEachInSeveral(
        (slot, idHigh, idLow, place) -> {
          columns.clear();
          TraceChunks trace =
              new TraceChunks(snapshot, new TraceId(idHigh, idLow), groups, reading);
          for (SpanBatch chunk = trace.next(); chunk != null; chunk = trace.next()) {
            columns.add(chunk);
          }
          counter.add(columns);
        });
  }
}
