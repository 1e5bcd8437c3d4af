// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.disk.Disk;
import io.spoor.disk.FileSystemDisk;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import io.spoor.storage.Capabilities;
import io.spoor.storage.StorageUsage;
import io.spoor.storage.TraceReader;
import io.spoor.storage.TraceStorage;
import io.spoor.storage.TraceWriter;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.BlockCache;
import io.spoor.storage.segment.block.BlockOrigin;
import io.spoor.storage.segment.block.BlockWriter;
import io.spoor.storage.segment.column.SourceBatch;
import io.spoor.storage.segment.head.Head;
import io.spoor.storage.segment.head.HeadSnapshot;
import io.spoor.telemetry.SegmentReadMetrics;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Keeps spans in a head and, once {@link #seal} was called, in a block of the default tenant: what
 * a reader sees of a segment store, without its log.
 */
public final class SealedTraceStorage implements TraceStorage {
  private final Disk disk = new FileSystemDisk();
  private final BlockCache cache = new BlockCache(64 << 20);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final SegmentTraceReader reader =
      new SegmentTraceReader(this::acquire, 2, new SegmentReadMetrics(meters));
  private final Path folder;

  // Guarded by this
  private final List<Block> blocks = new ArrayList<>();
  private Head head = new Head();
  private long sequence;

  /** Puts its blocks into a folder that is there. */
  public SealedTraceStorage(Path folder) {
    this.folder = folder;
  }

  @Override
  public Future<Void> open() {
    return Future.succeededFuture();
  }

  @Override
  public TraceWriter writer() {
    return this::write;
  }

  private synchronized Future<WriteResult> write(Tenant tenant, SpanBatch batch) {
    int added = head.add(tenant, batch, sequence++, 0);
    return Future.succeededFuture(new WriteResult(batch.size(), batch.size() - added, 0, 0, ""));
  }

  /** Makes a block of what is in the head. */
  public synchronized void seal() {
    HeadSnapshot snapshot = head.snapshot(Tenant.DEFAULT);
    if (snapshot.spans() == 0) {
      return;
    }
    BlockOrigin origin =
        new BlockOrigin(Tenant.DEFAULT, blocks.size() + 1L, 0, sequence, 0, 0, List.of());
    try (BlockWriter writer = new BlockWriter(disk, folder, origin, cache)) {
      SourceBatch[] sources =
          snapshot.batches().stream()
              .map(batch -> new SourceBatch(batch.batch()))
              .toArray(SourceBatch[]::new);
      snapshot.forEachTrace(
          (high, low, batches, rows, count) ->
              writer.addTrace(
                  high,
                  low,
                  IntStream.range(0, count)
                      .mapToObj(i -> sources[batches[i]])
                      .toArray(SourceBatch[]::new),
                  rows,
                  count));
      blocks.add(writer.publish());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    head = new Head();
  }

  private synchronized StoreSnapshot acquire(Tenant tenant) {
    List<Block> pinned = tenant.equals(Tenant.DEFAULT) ? List.copyOf(blocks) : List.of();
    pinned.forEach(Block::pin);
    return new StoreSnapshot(List.of(head.snapshot(tenant)), pinned);
  }

  /** The blocks, in the order in which they were made. */
  public synchronized List<Block> blocks() {
    return List.copyOf(blocks);
  }

  /** How much a meter of the reader has counted. */
  public double counted(String meter) {
    return meters.get(meter).counter().count();
  }

  @Override
  public TraceReader reader() {
    return reader;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.full(false);
  }

  @Override
  public synchronized StorageUsage usage() {
    return new StorageUsage(0, head.spans(), head.bytes(), 0, 0);
  }

  @Override
  public Optional<String> unready() {
    return Optional.empty();
  }

  @Override
  public Future<Void> close() {
    return reader
        .close()
        .onComplete(
            closed -> {
              synchronized (this) {
                blocks.forEach(Block::unpin);
                blocks.clear();
              }
            });
  }
}
