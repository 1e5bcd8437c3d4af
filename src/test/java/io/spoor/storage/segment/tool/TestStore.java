// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.tool;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.codec.otlp.OtlpProtoEncoder;
import io.spoor.config.WalConfig;
import io.spoor.disk.Disk;
import io.spoor.disk.DiskFile;
import io.spoor.disk.FileSystemDisk;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.storage.StoredSpan;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.BlockCache;
import io.spoor.storage.segment.block.BlockOrigin;
import io.spoor.storage.segment.block.BlockWriter;
import io.spoor.storage.segment.column.SourceBatch;
import io.spoor.telemetry.WalMetrics;
import io.spoor.wal.Append;
import io.spoor.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** A store's folder, made of blocks and a log that a test wants. */
final class TestStore implements AutoCloseable {
  private final Disk disk = new FileSystemDisk();
  private final Path folder;
  private final WriteAheadLog log;

  TestStore(Path folder) throws IOException {
    this.folder = folder;
    this.log =
        WriteAheadLog.open(
            disk,
            folder.resolve("wal"),
            new WalConfig(
                WalConfig.Durability.FSYNC, Duration.ofMillis(5), 1 << 16, 1 << 24, 1 << 24),
            new WalMetrics(new SimpleMeterRegistry()),
            "test-log",
            new WriteAheadLog.Known(-1, -1),
            found -> {});
  }

  Disk disk() {
    return disk;
  }

  Path folder() {
    return folder;
  }

  /** A block whose batches are in the log up to this sequence. */
  Path block(long number, long lastSequence, SpanBatch... batches) throws IOException {
    return block(Tenant.DEFAULT, number, lastSequence, List.of(), batches);
  }

  Path block(
      Tenant tenant, long number, long lastSequence, List<Long> replaces, SpanBatch... batches)
      throws IOException {
    Path blocks = folder.resolve("tenants").resolve(tenant.name());
    disk.createFolders(blocks);
    BlockOrigin origin = new BlockOrigin(tenant, number, 0, lastSequence, 1_000, 2_000, replaces);
    try (BlockWriter writer = new BlockWriter(disk, blocks, origin, new BlockCache(1 << 20))) {
      addAll(writer, batches);
      Block block = writer.publish();
      block.unpin();
      return block.file();
    }
  }

  private record Row(SourceBatch source, int row) {
    TraceId trace() {
      return new TraceId(
          source.batch().spans().traceIdHigh(row), source.batch().spans().traceIdLow(row));
    }

    long start() {
      return source.batch().spans().startTimeUnixNano(row);
    }
  }

  private static void addAll(BlockWriter writer, SpanBatch... batches) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (SpanBatch batch : batches) {
      SourceBatch source = new SourceBatch(batch);
      IntStream.range(0, batch.size()).forEach(row -> rows.add(new Row(source, row)));
    }
    rows.sort(Comparator.comparing(Row::start, Long::compareUnsigned));
    for (TraceId trace : rows.stream().map(Row::trace).distinct().toList()) {
      List<Row> own = rows.stream().filter(row -> row.trace().equals(trace)).toList();
      writer.addTrace(
          trace.high(),
          trace.low(),
          own.stream().map(Row::source).toArray(SourceBatch[]::new),
          own.stream().mapToInt(Row::row).toArray(),
          own.size());
    }
  }

  /** Appends a record and waits until it is durable; returns its sequence. */
  long append(Tenant tenant, byte[] body) {
    CompletableFuture<Long> durable = new CompletableFuture<>();
    log.append(
        new Append() {
          @Override
          public String tenant() {
            return tenant.name();
          }

          @Override
          public byte[] body() {
            return body;
          }

          @Override
          public void durable(long sequence) {
            durable.complete(sequence);
          }

          @Override
          public void failed(Exception cause) {
            durable.completeExceptionally(cause);
          }
        });
    return durable.join();
  }

  long append(SpanBatch batch) {
    return append(Tenant.DEFAULT, OtlpProtoEncoder.encode(batch));
  }

  WriteAheadLog log() {
    return log;
  }

  /** All spans that an export of a folder gives. */
  static List<StoredSpan> exported(Disk disk, Path folder, Selection selection) throws IOException {
    List<StoredSpan> spans = new ArrayList<>();
    try (StoreFolder opened = StoreFolder.open(disk, folder)) {
      new StoreExport(opened, selection).run(batch -> spans.addAll(StoredSpan.allOf(batch)));
    }
    return spans;
  }

  List<StoredSpan> exported(Selection selection) throws IOException {
    return exported(disk, folder, selection);
  }

  /** Changes one bit. */
  void damage(Path path, long position) throws IOException {
    try (DiskFile file = disk.open(path)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      file.read(one, position);
      file.write(one.put(0, (byte) (one.get(0) ^ 1)).rewind(), position);
    }
  }

  @Override
  public void close() throws InterruptedException {
    log.close();
  }
}
