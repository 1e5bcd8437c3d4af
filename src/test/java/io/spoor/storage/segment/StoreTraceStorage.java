// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.config.SegmentConfig;
import io.spoor.config.SegmentConfig.HeadConfig;
import io.spoor.config.SegmentConfig.MergeConfig;
import io.spoor.disk.Disk;
import io.spoor.disk.FaultyDisk;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import io.spoor.storage.Capabilities;
import io.spoor.storage.StorageUsage;
import io.spoor.storage.TraceReader;
import io.spoor.storage.TraceStorage;
import io.spoor.storage.TraceWriter;
import io.spoor.storage.segment.read.SegmentTraceReader;
import io.spoor.telemetry.SegmentMetrics;
import io.spoor.telemetry.SegmentReadMetrics;
import io.spoor.telemetry.WalMetrics;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** A segment store on a disk in memory that seals and merges when it is told to. */
final class StoreTraceStorage implements TraceStorage {
  private static final HeadConfig HEAD =
      new HeadConfig(1 << 28, Duration.ofHours(1), Duration.ofHours(1));
  private static final MergeConfig MERGE = new MergeConfig(2, 10_000_000);

  private final AfterWrite afterWrite;
  private final Disk disk = new FaultyDisk();
  private final TestClock clock = new TestClock();
  private Store store;
  private SegmentTraceReader reader;

  /** What happens after each write, before it is answered. */
  interface AfterWrite {
    void run(StoreTraceStorage storage) throws Exception;
  }

  StoreTraceStorage(AfterWrite afterWrite) {
    this.afterWrite = afterWrite;
    start();
  }

  private void start() {
    SegmentConfig config = TestStore.config(HEAD, MERGE, TestStore.RETENTION);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    StoreSetting setting = new StoreSetting(config, disk, clock, clock::nanoTime, 1, false);
    try {
      store = Store.open(setting, new SegmentMetrics(meters), new WalMetrics(meters), spans -> {});
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    reader = new SegmentTraceReader(store, 2, new SegmentReadMetrics(meters));
  }

  /** Ends and begins again with what is on the disk. */
  void restart() {
    end();
    start();
  }

  private void end() {
    try {
      TestStore.await(reader.close().toCompletionStage().toCompletableFuture());
      store.close();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void seal() throws ExecutionException {
    TestStore.await(store.seal());
  }

  void merge() throws InterruptedException {
    store.maintain();
  }

  @Override
  public Future<Void> open() {
    return Future.succeededFuture();
  }

  @Override
  public TraceWriter writer() {
    return this::write;
  }

  private Future<WriteResult> write(Tenant tenant, SpanBatch batch) {
    try {
      WriteResult result =
          TestStore.await(store.write(tenant, batch).toCompletionStage().toCompletableFuture());
      afterWrite.run(this);
      return Future.succeededFuture(result);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public TraceReader reader() {
    return reader;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.full(true);
  }

  @Override
  public StorageUsage usage() {
    return store.usage();
  }

  @Override
  public Optional<String> unready() {
    return store.unready();
  }

  @Override
  public Future<Void> close() {
    end();
    return Future.succeededFuture();
  }
}
