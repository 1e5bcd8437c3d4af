// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.disk.Disk;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.storage.StoredSpan;
import io.spoor.storage.segment.column.SourceBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes batches as a block, in its order, and reads all of it again. */
final class TestBlocks {
  static final Path FOLDER = Path.of("/data");
  static final BlockOrigin ORIGIN =
      new BlockOrigin(new Tenant("acme"), 0x1f, 2, 77, 1_000, 2_000, List.of(3L, 5L));
  static final Path FILE = FOLDER.resolve("000000000000001f.block");

  /** A span of a batch. */
  record Row(int batch, SpanBatch spans, int row) {
    TraceId trace() {
      return new TraceId(spans.spans().traceIdHigh(row), spans.spans().traceIdLow(row));
    }

    long start() {
      return spans.spans().startTimeUnixNano(row);
    }
  }

  private static final Comparator<Row> BY_START =
      Comparator.comparing(Row::start, Long::compareUnsigned);

  /** The rows by trace, all in the order of a block. */
  static List<List<Row>> traces(List<SpanBatch> batches) {
    Map<TraceId, List<Row>> traces = new HashMap<>();
    for (int i = 0; i < batches.size(); i++) {
      SpanBatch spans = batches.get(i);
      for (int row = 0; row < spans.size(); row++) {
        Row added = new Row(i, spans, row);
        traces.computeIfAbsent(added.trace(), absent -> new ArrayList<>()).add(added);
      }
    }
    traces.values().forEach(rows -> rows.sort(BY_START));
    return traces.values().stream()
        .sorted(
            Comparator.comparing((List<Row> rows) -> rows.get(0), BY_START)
                .thenComparing(rows -> rows.get(0).trace().high(), Long::compareUnsigned)
                .thenComparing(rows -> rows.get(0).trace().low(), Long::compareUnsigned))
        .toList();
  }

  static void add(BlockWriter writer, List<SpanBatch> batches) throws IOException {
    List<SourceBatch> sources = batches.stream().map(SourceBatch::new).toList();
    for (List<Row> rows : traces(batches)) {
      TraceId trace = rows.get(0).trace();
      writer.addTrace(
          trace.high(),
          trace.low(),
          rows.stream().map(row -> sources.get(row.batch())).toArray(SourceBatch[]::new),
          rows.stream().mapToInt(Row::row).toArray(),
          rows.size());
    }
  }

  /** A published block at {@link #FILE}, open. */
  static Block write(Disk disk, List<SpanBatch> batches) throws IOException {
    return write(disk, FOLDER, batches);
  }

  static Block write(Disk disk, Path folder, List<SpanBatch> batches) throws IOException {
    try (BlockWriter writer = new BlockWriter(disk, folder, ORIGIN, cache())) {
      add(writer, batches);
      return writer.publish();
    }
  }

  static BlockCache cache() {
    return new BlockCache(64 << 20);
  }

  /** All spans in the order of a block. */
  static List<StoredSpan> ordered(List<SpanBatch> batches) {
    return traces(batches).stream()
        .flatMap(List::stream)
        .map(row -> StoredSpan.allOf(row.spans().select(new int[] {row.row()})).get(0))
        .toList();
  }

  /** All spans that a block has, in its order. */
  static List<StoredSpan> read(Block block) throws IOException {
    List<StoredSpan> spans = new ArrayList<>();
    for (int group = 0; group < block.groups(); group++) {
      spans.addAll(read(block, group));
    }
    return spans;
  }

  static List<StoredSpan> read(Block block, int group) throws IOException {
    int[] rows = IntStream.range(0, block.stats(group).rows()).toArray();
    return StoredSpan.allOf(block.wholeGroup(group, ReadMeter.NONE).spans(rows));
  }

  static List<TraceId> ids(SpanBatch batch) {
    SpanTable spans = batch.spans();
    return IntStream.range(0, batch.size())
        .mapToObj(row -> new TraceId(spans.traceIdHigh(row), spans.traceIdLow(row)))
        .toList();
  }

  private TestBlocks() {}
}
