// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.tool;

import io.spoor.codec.Allowance;
import io.spoor.codec.MalformedException;
import io.spoor.codec.otlp.OtlpProtoDecoder;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import io.spoor.storage.BatchMatcher;
import io.spoor.storage.SpanMatcher;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.GroupStats;
import io.spoor.storage.segment.block.ReadMeter;
import io.spoor.storage.segment.block.RowGroup;
import io.spoor.storage.segment.block.RowGroup.TraceRun;
import io.spoor.storage.segment.column.CorruptDataException;
import io.spoor.wal.LogRecord;
import io.spoor.wal.PoisonRecordException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Gives the spans of a store, one row group in memory at a time; whole traces, but in pieces and in
 * no order. A span that was sent twice may come twice. Damaged parts are left out, and told of.
 *
 * <p>With conditions all is read twice: first for the ids of the traces that fulfil them, of which
 * 100 bytes each are kept.
 */
public final class StoreExport {
  private static final int MAX_SPANS_AT_ONCE = 1_000;

  private final StoreFolder folder;
  private final Selection selection;
  private final OtlpProtoDecoder decoder = new OtlpProtoDecoder();
  private final List<String> damages = new ArrayList<>();
  private long spans;

  /** Prepares to read what a folder holds. */
  public StoreExport(StoreFolder folder, Selection selection) {
    this.folder = folder;
    this.selection = selection;
  }

  /** Gives all selected spans to the sink. */
  public void run(SpanSink sink) throws IOException {
    SpanSink counting =
        batch -> {
          sink.accept(batch);
          spans += batch.size();
        };
    TraceQuery query = selection.query();
    Set<TraceId> wanted = query == null ? selection.ids() : matching(query);
    boolean isAll = query == null && wanted.isEmpty();
    if (!isAll && wanted.isEmpty()) {
      return;
    }
    readLog(batch -> selected(batch, isAll ? null : wanted, counting));
    for (Block block : blocks()) {
      readBlock(block, isAll ? null : wanted, counting);
    }
  }

  /** Spans that were given. */
  public long spans() {
    return spans;
  }

  /** What could not be read. */
  public List<String> damages() {
    return damages;
  }

  private List<Block> blocks() {
    return folder.blocks().stream()
        .filter(block -> block.origin().tenant().equals(selection.tenant()))
        .toList();
  }

  private Set<TraceId> matching(TraceQuery query) throws IOException {
    SpanMatcher matcher = SpanMatcher.of(query);
    Set<TraceId> found = new HashSet<>();
    SpanSink sink = batch -> addMatching(matcher.on(batch), batch, found);
    readLog(sink);
    for (Block block : blocks()) {
      for (int group = 0; group < block.groups(); group++) {
        if (mayMatch(block.stats(group), query)) {
          readGroup(block, group, rows -> true, sink);
        }
      }
    }
    damages.clear(); // they are found again
    return found;
  }

  private static void addMatching(BatchMatcher matcher, SpanBatch batch, Set<TraceId> found) {
    if (!matcher.isPossible()) {
      return;
    }
    for (int row = 0; row < batch.size(); row++) {
      if (matcher.matches(row)) {
        found.add(traceId(batch, row));
      }
    }
  }

  private static boolean mayMatch(GroupStats stats, TraceQuery query) {
    return Long.compareUnsigned(stats.startMax(), query.startTimeMinUnixNano()) >= 0
        && Long.compareUnsigned(stats.startMin(), query.startTimeMaxUnixNano()) <= 0
        && stats.durationMax() >= query.durationMinNano()
        && stats.durationMin() <= query.durationMaxNano();
  }

  private static TraceId traceId(SpanBatch batch, int row) {
    SpanTable spans = batch.spans();
    return new TraceId(spans.traceIdHigh(row), spans.traceIdLow(row));
  }

  private static void selected(SpanBatch batch, @Nullable Set<TraceId> wanted, SpanSink sink)
      throws IOException {
    int[] rows =
        IntStream.range(0, batch.size())
            .filter(row -> wanted == null || wanted.contains(traceId(batch, row)))
            .toArray();
    for (int from = 0; from < rows.length; from += MAX_SPANS_AT_ONCE) {
      int to = Math.min(rows.length, from + MAX_SPANS_AT_ONCE);
      sink.accept(batch.select(Arrays.copyOfRange(rows, from, to)));
    }
  }

  /** The spans that are in no block yet. */
  private void readLog(SpanSink sink) throws IOException {
    long sealed = folder.sealedSequence(selection.tenant());
    folder
        .log()
        .read(
            found -> {
              if (found.sequence() > sealed && found.tenant().equals(selection.tenant().name())) {
                readRecord(found, sink);
              }
            });
  }

  private void readRecord(LogRecord found, SpanSink sink) throws IOException {
    SpanBatch batch;
    try {
      batch = decoder.decode(found.body(), Allowance.UNLIMITED).batch();
    } catch (MalformedException e) {
      damages.add("log record " + found.sequence() + ": " + e.getMessage());
      throw new PoisonRecordException("cannot be decoded", e);
    }
    if (batch.size() > 0) {
      sink.accept(batch);
    }
  }

  private void readBlock(Block block, @Nullable Set<TraceId> wanted, SpanSink sink)
      throws IOException {
    BitSet groups = new BitSet(block.groups());
    if (wanted == null || wanted.size() > block.groups()) {
      groups.set(0, block.groups());
    } else {
      for (TraceId id : wanted) {
        addGroupOf(block, id, groups);
      }
    }
    for (int group = groups.nextSetBit(0); group >= 0; group = groups.nextSetBit(group + 1)) {
      boolean goesOn =
          readGroup(block, group, run -> wanted == null || wanted.contains(idOf(run)), sink);
      if (goesOn && group + 1 < block.groups()) {
        groups.set(group + 1);
      }
    }
  }

  private void addGroupOf(Block block, TraceId id, BitSet groups) throws IOException {
    try {
      int group = block.findTrace(id.high(), id.low(), ReadMeter.NONE);
      if (group >= 0) {
        groups.set(group);
      }
    } catch (CorruptDataException e) {
      damages.add(String.valueOf(e.getMessage()));
    }
  }

  private static TraceId idOf(TraceRun run) {
    return new TraceId(run.idHigh(), run.idLow());
  }

  /** Whether a trace is wanted. */
  private interface Wanted {
    boolean isWanted(TraceRun run);
  }

  /** Gives the wanted rows; true when the last trace is one of them, so that it may go on. */
  private boolean readGroup(Block block, int number, Wanted wanted, SpanSink sink)
      throws IOException {
    boolean isLastWanted = false;
    List<SpanBatch> batches = new ArrayList<>();
    try {
      RowGroup group = block.wholeGroup(number, ReadMeter.NONE);
      IntStream.Builder rows = IntStream.builder();
      for (TraceRun run : group.traces()) {
        isLastWanted = wanted.isWanted(run);
        if (isLastWanted) {
          IntStream.range(run.firstRow(), run.endRow()).forEach(rows::add);
        }
      }
      int[] all = rows.build().toArray();
      for (int from = 0; from < all.length; from += MAX_SPANS_AT_ONCE) {
        int to = Math.min(all.length, from + MAX_SPANS_AT_ONCE);
        batches.add(group.spans(Arrays.copyOfRange(all, from, to)));
      }
    } catch (CorruptDataException e) {
      damages.add(block.file() + ", group " + number + ": " + e.getMessage());
    }
    for (SpanBatch batch : batches) {
      sink.accept(batch);
    }
    return isLastWanted;
  }
}
