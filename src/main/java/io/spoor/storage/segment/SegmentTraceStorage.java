// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.config.SegmentConfig;
import io.spoor.disk.FolderLock;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import io.spoor.storage.Capabilities;
import io.spoor.storage.StorageException;
import io.spoor.storage.StorageUsage;
import io.spoor.storage.TraceReader;
import io.spoor.storage.TraceStorage;
import io.spoor.storage.TraceWriter;
import io.spoor.storage.segment.read.SegmentTraceReader;
import io.spoor.storage.segment.read.StoreSnapshot;
import io.spoor.telemetry.SegmentMetrics;
import io.spoor.telemetry.SegmentReadMetrics;
import io.spoor.telemetry.WalMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps spans in files of one folder, which it has for itself. */
final class SegmentTraceStorage implements TraceStorage {
  private static final Logger log = LoggerFactory.getLogger(SegmentTraceStorage.class);
  private static final String NOT_OPEN = "storage.segment is not open";

  private final SegmentConfig config;
  private final SegmentMetrics metrics;
  private final WalMetrics walMetrics;
  private final LongConsumer replayedSpans;
  private final TraceWriter writer = this::write;
  private final SegmentTraceReader reader;
  private volatile @Nullable Store store;
  private @Nullable FolderLock lock; // of the thread that opens, then of the one that closes

  SegmentTraceStorage(SegmentConfig config, MeterRegistry meters, LongConsumer replayedSpans) {
    this.config = config;
    this.metrics = new SegmentMetrics(meters);
    this.walMetrics = new WalMetrics(meters);
    this.replayedSpans = replayedSpans;
    this.reader =
        new SegmentTraceReader(
            this::acquire, config.readerThreads(), new SegmentReadMetrics(meters));
  }

  @Override
  public Future<Void> open() {
    return onThread("segment-open", this::openBlocking);
  }

  private void openBlocking() {
    try {
      FolderLock locked = FolderLock.acquire(config.path());
      lock = locked;
      try {
        store = Store.open(StoreSetting.of(config), metrics, walMetrics, replayedSpans);
      } catch (IOException | RuntimeException e) {
        locked.close();
        throw e;
      }
    } catch (IOException e) {
      throw StorageException.permanent("storage.segment: " + e.getMessage(), e);
    }
  }

  @Override
  public TraceWriter writer() {
    return writer;
  }

  private Future<WriteResult> write(Tenant tenant, SpanBatch batch) {
    Store open = store;
    return open == null
        ? Future.failedFuture(StorageException.retryable(NOT_OPEN, null))
        : open.write(tenant, batch);
  }

  @Override
  public TraceReader reader() {
    return reader;
  }

  private StoreSnapshot acquire(Tenant tenant) {
    Store open = store;
    if (open == null) {
      throw StorageException.retryable(NOT_OPEN, null);
    }
    return open.acquire(tenant);
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.full(true);
  }

  @Override
  public StorageUsage usage() {
    Store open = store;
    return open == null ? StorageUsage.NONE : open.usage();
  }

  @Override
  public Optional<String> unready() {
    Store open = store;
    return open == null ? Optional.of(NOT_OPEN) : open.unready();
  }

  /** Readers end first, then writes; what is only in memory is in the log. */
  @Override
  public Future<Void> close() {
    return reader.close().eventually(() -> onThread("segment-close", this::closeBlocking));
  }

  private void closeBlocking() {
    Store open = store;
    try {
      if (open != null) {
        open.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) { // the end of the process gives it back
      log.warn("The storage folder could not be given back", e);
    }
  }

  private static Future<Void> onThread(String name, Runnable task) {
    Promise<Void> promise = Promise.promise();
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (RuntimeException | Error e) { // whoever waits must hear of it
                promise.fail(e);
                return;
              }
              promise.complete();
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return promise.future();
  }
}
