// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.TestSpans;
import io.spoor.config.SegmentConfig;
import io.spoor.config.SegmentConfig.HeadConfig;
import io.spoor.config.SegmentConfig.MergeConfig;
import io.spoor.config.SegmentConfig.RetentionConfig;
import io.spoor.config.WalConfig;
import io.spoor.config.WalConfig.Durability;
import io.spoor.disk.Disk;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.ReadMeter;
import io.spoor.storage.segment.block.RowGroup;
import io.spoor.storage.segment.head.HeadSnapshot;
import io.spoor.storage.segment.read.StoreSnapshot;
import io.spoor.telemetry.SegmentMetrics;
import io.spoor.telemetry.WalMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** A store for tests: merges and deletes when told to, with small bounds, by a clock of its own. */
final class TestStore implements AutoCloseable {
  static final Path FOLDER = Path.of("/data");
  static final HeadConfig HEAD =
      new HeadConfig(1 << 20, Duration.ofSeconds(10), Duration.ofMinutes(5));
  static final MergeConfig MERGE = new MergeConfig(4, 10_000);
  static final RetentionConfig RETENTION = new RetentionConfig(Duration.ofDays(3), 1L << 40, 1);
  private static final long SECONDS = 30;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicLong replayed = new AtomicLong();
  private final Store store;

  TestStore(Disk disk, TestClock clock, SegmentConfig config) throws IOException {
    StoreSetting setting = new StoreSetting(config, disk, clock, clock::nanoTime, 1, false);
    store =
        Store.open(
            setting, new SegmentMetrics(registry), new WalMetrics(registry), replayed::addAndGet);
  }

  static SegmentConfig config() {
    return config(HEAD, MERGE, RETENTION);
  }

  static SegmentConfig config(HeadConfig head, MergeConfig merge, RetentionConfig retention) {
    WalConfig wal =
        new WalConfig(Durability.FSYNC, Duration.ofMillis(5), 1 << 12, 1 << 26, 1 << 24);
    return new SegmentConfig(FOLDER, wal, head, merge, retention, 1);
  }

  static SegmentConfig at(Path folder) {
    SegmentConfig config = config();
    return new SegmentConfig(
        folder, config.wal(), config.head(), config.merge(), config.retention(), 1);
  }

  Store store() {
    return store;
  }

  /** Spans that came back from the log. */
  long replayed() {
    return replayed.get();
  }

  double count(String metric, String... tags) {
    return registry.get(metric).tags(tags).counter().count();
  }

  double gauge(String metric, String... tags) {
    return registry.get(metric).tags(tags).gauge().value();
  }

  /** Writes a batch and waits for its end. */
  WriteResult write(Tenant tenant, SpanBatch batch) throws ExecutionException {
    return await(store.write(tenant, batch).toCompletionStage().toCompletableFuture());
  }

  WriteResult write(SpanBatch batch) throws ExecutionException {
    return write(Tenant.DEFAULT, batch);
  }

  /** Writes a batch of one span, named {@code trace/span}. */
  void write(long trace, long span) throws ExecutionException {
    write(TestSpans.single(trace, span, "shop", trace + "/" + span));
  }

  /** Has all that was written become blocks. */
  void seal() throws ExecutionException {
    await(store.seal());
  }

  static <T> T await(Future<T> future) throws ExecutionException {
    try {
      return future.get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }

  void maintain() {
    try {
      store.maintain();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  int blocks() {
    try (StoreSnapshot snapshot = store.acquire(Tenant.DEFAULT)) {
      return snapshot.blocks().size();
    }
  }

  List<String> spans() throws IOException {
    return spans(Tenant.DEFAULT);
  }

  /** Names of all spans of a tenant, sorted; each as often as it is there. */
  List<String> spans(Tenant tenant) throws IOException {
    try (StoreSnapshot snapshot = store.acquire(tenant)) {
      return spans(snapshot);
    }
  }

  static List<String> spans(StoreSnapshot snapshot) throws IOException {
    List<String> names = new ArrayList<>();
    for (HeadSnapshot head : snapshot.heads()) {
      head.batches().forEach(batch -> addNames(batch.batch(), names));
    }
    for (Block block : snapshot.blocks()) {
      names.addAll(spans(block));
    }
    names.sort(null);
    return names;
  }

  /** Names of the spans of a block, in its order. */
  static List<String> spans(Block block) throws IOException {
    List<String> names = new ArrayList<>();
    for (int group = 0; group < block.groups(); group++) {
      int[] rows = IntStream.range(0, block.stats(group).rows()).toArray();
      addNames(block.wholeGroup(group, ReadMeter.NONE).spans(rows), names);
    }
    return names;
  }

  /** Whether traces stand in their order, each once, and their spans by start. */
  static boolean ordered(Block block) throws IOException {
    long lastFirst = 0;
    Set<Long> seen = new HashSet<>();
    for (int group = 0; group < block.groups(); group++) {
      RowGroup opened = block.wholeGroup(group, ReadMeter.NONE);
      long[] starts = opened.starts();
      for (RowGroup.TraceRun run : opened.traces()) {
        long first = starts[run.firstRow()];
        boolean goesOn = run.firstRow() == 0 && group > 0;
        if (Long.compareUnsigned(first, lastFirst) < 0 && !goesOn) {
          return false;
        }
        if (!seen.add(run.idLow()) && !goesOn) {
          return false;
        }
        for (int row = run.firstRow() + 1; row < run.endRow(); row++) {
          if (Long.compareUnsigned(starts[row], starts[row - 1]) < 0) {
            return false;
          }
        }
        lastFirst = goesOn ? lastFirst : first;
      }
    }
    return true;
  }

  private static void addNames(SpanBatch batch, List<String> names) {
    for (int row = 0; row < batch.size(); row++) {
      names.add(batch.strings().string(batch.spans().name(row)));
    }
  }

  @Override
  public void close() {
    try {
      store.close();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
