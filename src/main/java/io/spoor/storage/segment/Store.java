// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.config.SegmentConfig;
import io.spoor.config.SegmentConfig.MergeConfig;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import io.spoor.storage.StorageUsage;
import io.spoor.storage.TraceWriter;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.head.Head;
import io.spoor.storage.segment.read.SnapshotSource;
import io.spoor.storage.segment.read.StoreSnapshot;
import io.spoor.telemetry.SegmentMetrics;
import io.spoor.telemetry.WalMetrics;
import io.spoor.wal.WriteAheadLog;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/**
 * The log, the heads and the blocks of one folder, and the threads that move spans along them.
 *
 * <pre>
 *  segment-wal ──► segment-head ──► segment-sealer ──► segment-merger (merges, retention)
 *                                                      segment-watch (free room, gauges, files of blocks that are read no more)
 * </pre>
 *
 * <p>Whoever opens it sees to it that no other process has the folder.
 */
final class Store implements TraceWriter, SnapshotSource {
  private static final long MIN_WINDOW_MILLIS = Duration.ofHours(1).toMillis();
  private static final int TRACE_BYTES = 44; // that a merge takes for each

  private final SegmentConfig config;
  private final StoreFiles files;
  private final StoreWatch watch = new StoreWatch(this::look);
  private final StoreStates states = new StoreStates(watch::execute);
  private final HeadRoom room;
  private final Sealer sealer;
  private final HeadThread heads;
  private final WriteAheadLog wal;
  private final WritePath writes;
  private final FreeSpace space;
  private final Retention retention;
  private final Maintenance maintenance;
  private final Merger merger;

  /** Recovers what is there; searchable, and ready for writes, once it returns. Blocking. */
  private Store(
      StoreSetting setting,
      SegmentMetrics metrics,
      WalMetrics walMetrics,
      LongConsumer replayedSpans)
      throws IOException {
    config = setting.config();
    files = new StoreFiles(setting.disk(), config.path(), metrics, setting.nanoTime());
    files.disk().createFolders(files.folder());
    Checkpoint checkpoint = new Checkpoint(files.disk(), files.folder());
    long sealedSequence = checkpoint.read();
    space = new FreeSpace(files.disk(), files.folder(), config.retention(), metrics);
    room = new HeadRoom(2 * config.head().maxBytes());
    sealer = new Sealer(files, states, room, checkpoint, setting.sealPauseMillis());
    HeadKeeper keeper =
        new HeadKeeper(config.head(), states, room, sealer, setting.clock(), setting.nanoTime());
    heads = new HeadThread(room, keeper);
    retention =
        new Retention(
            files, states, config.retention().maxAge(), space.maxBlockBytes(), setting.clock());
    maintenance = new Maintenance(files, states, config.head().maxBytes());
    merger = new Merger(files, states, plan(), space, maintenance, setting.clock());
    List<Block> blocks = new BlockFolders(files).open();
    states.update(state -> state.with(List.of(), blocks));
    files.blockList().write(states);
    try {
      sealer.start();
      wal = openLog(walMetrics, sealedSequence, keeper, replayedSpans);
    } catch (IOException | RuntimeException e) {
      abandon(e);
      throw e;
    }
    writes = new WritePath(wal, room, heads, space, metrics);
    sealer.onSealed(wal::release);
    start(setting.maintained());
  }

  /**
   * Recovers what is there. Blocking.
   *
   * @param replayedSpans told of spans that come back from the log, copies left out
   * @throws IOException for a person: what cannot be read or written, and why
   */
  static Store open(
      StoreSetting setting,
      SegmentMetrics metrics,
      WalMetrics walMetrics,
      LongConsumer replayedSpans)
      throws IOException {
    return new Store(setting, metrics, walMetrics, replayedSpans);
  }

  private MergePlan plan() {
    MergeConfig merge = config.merge();
    long window = Math.max(MIN_WINDOW_MILLIS, config.retention().maxAge().toMillis() / 24);
    long maxTraces = Math.max(100_000, Runtime.getRuntime().maxMemory() / 16 / TRACE_BYTES);
    return new MergePlan(merge, window, 2 * config.head().afterAge().toMillis(), maxTraces);
  }

  private WriteAheadLog openLog(
      WalMetrics walMetrics, long sealedSequence, HeadKeeper keeper, LongConsumer replayedSpans)
      throws IOException {
    Map<Tenant, Long> sealed = new HashMap<>();
    long used = sealedSequence;
    for (List<Block> blocks : states.get().blocks().values()) {
      Block last = blocks.get(blocks.size() - 1);
      sealed.put(last.origin().tenant(), last.origin().lastSequence());
      used = Math.max(used, last.origin().lastSequence());
    }
    Recovery recovery =
        new Recovery(sealed, keeper, states, sealer, files.metrics(), replayedSpans);
    WriteAheadLog opened =
        WriteAheadLog.open(
            files.disk(),
            files.walFolder(),
            config.wal(),
            walMetrics,
            "segment-wal",
            new WriteAheadLog.Known(sealedSequence, used),
            recovery);
    recovery.end();
    return opened;
  }

  private void start(boolean maintained) {
    look();
    heads.start();
    watch.start();
    if (maintained) {
      maintenance.start(merger, retention);
    }
  }

  private void abandon(Exception cause) {
    try {
      sealer.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cause.addSuppressed(e);
    }
    releaseBlocks();
  }

  @Override
  public Future<WriteResult> write(Tenant tenant, SpanBatch batch) {
    return writes.write(tenant, batch);
  }

  /** Why no write is taken now, empty when writes are. From any thread. */
  Optional<String> unready() {
    return writes.unready();
  }

  @Override
  public StoreSnapshot acquire(Tenant tenant) {
    return states.acquire(tenant);
  }

  /** Writes all that is in memory to blocks; succeeds when it is there. From any thread. */
  CompletableFuture<Void> seal() {
    return heads.seal();
  }

  /** Merges and deletes what is due. For a store that is not maintained; by one thread. */
  void maintain() throws InterruptedException {
    retention.run();
    boolean more = true;
    while (more) {
      more = merger.mergeOnce();
    }
  }

  /** Looks at the volume, and shows what is held. */
  void look() {
    space.look();
    StoreState state = states.get();
    Head sealing = state.sealing();
    long sealingSpans = sealing == null ? 0 : sealing.spans();
    files.metrics().heads(room.usedBytes(), state.active().spans() + sealingSpans);
    long[] counts = new long[SegmentMetrics.TOP_LEVEL + 1];
    long[] bytes = new long[SegmentMetrics.TOP_LEVEL + 1];
    for (List<Block> blocks : state.blocks().values()) {
      for (Block block : blocks) {
        int level = Math.min(SegmentMetrics.TOP_LEVEL, block.origin().level());
        counts[level]++;
        bytes[level] += block.bytes();
      }
    }
    for (int level = 0; level < counts.length; level++) {
      files.metrics().blocks(level, counts[level], bytes[level]);
    }
  }

  /** What is held. From any thread. */
  StorageUsage usage() {
    StoreState state = states.get();
    Head sealing = state.sealing();
    long spans = state.active().spans() + (sealing == null ? 0 : sealing.spans());
    long bytes = state.active().bytes() + (sealing == null ? 0 : sealing.bytes());
    for (List<Block> blocks : state.blocks().values()) {
      for (Block block : blocks) {
        spans += block.rows();
        bytes += block.bytes();
      }
    }
    return new StorageUsage(0, spans, bytes, retention.deletedTraces(), retention.deletedSpans());
  }

  /** Takes no more writes, ends those under way, and gives back all but the folder. Blocking. */
  void close() throws InterruptedException {
    writes.close();
    wal.close(); // what it has taken comes to the head now
    heads.close();
    sealer.close();
    maintenance.close();
    watch.close();
    releaseBlocks();
  }

  private void releaseBlocks() {
    StoreState last = states.get();
    states.update(state -> new StoreState(new Head(), null, Map.of()));
    last.blocks().values().forEach(blocks -> blocks.forEach(Block::unpin));
  }
}
