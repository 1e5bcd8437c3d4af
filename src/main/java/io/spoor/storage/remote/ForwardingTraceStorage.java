// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.config.AgentConfig;
import io.spoor.disk.FileSystemDisk;
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
import io.spoor.telemetry.ForwardMetrics;
import io.spoor.telemetry.WalMetrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The storage of an agent: the collector, with a spool in front where that is configured. Nothing
 * can be read from it.
 */
public final class ForwardingTraceStorage implements TraceStorage {
  private static final Logger log = LoggerFactory.getLogger(ForwardingTraceStorage.class);

  private final Vertx vertx;
  private final AgentConfig config;
  private final ForwardMetrics metrics;
  private final WalMetrics walMetrics;
  private final LongConsumer replayedSpans;
  private final CollectorClient collector;
  private final TraceWriter direct;

  private volatile @Nullable Spool spool; // once open, where there is one
  private @Nullable FolderLock lock; // of the thread that opens, then of the one that closes

  /**
   * Makes a storage that is not open yet.
   *
   * @param replayedSpans told, while it opens, of spans that an earlier process has left
   */
  public ForwardingTraceStorage(
      Vertx vertx, AgentConfig config, MeterRegistry meters, LongConsumer replayedSpans) {
    this.vertx = requireNonNull(vertx, "vertx");
    this.config = requireNonNull(config, "config");
    this.replayedSpans = requireNonNull(replayedSpans, "replayedSpans");
    this.metrics = new ForwardMetrics(meters);
    this.walMetrics = new WalMetrics(meters);
    this.collector = new CollectorClient(vertx, config.collector());
    this.direct = new RemoteTraceWriter(collector);
  }

  @Override
  public Future<Void> open() {
    return config.spool().enabled()
        ? vertx.executeBlocking(this::openSpool, false).mapEmpty()
        : Future.succeededFuture();
  }

  @Override
  public TraceWriter writer() {
    return this::write;
  }

  /** Nothing is kept here that could be read. */
  @Override
  public TraceReader reader() {
    throw new UnsupportedOperationException("an agent has nothing to read");
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(false, true, Set.of(), List.of(), false);
  }

  @Override
  public StorageUsage usage() {
    return new StorageUsage(0, metrics.waiting(), 0, 0, 0);
  }

  @Override
  public Optional<String> unready() {
    Spool open = spool;
    if (open != null) {
      return open.unready();
    }
    return config.spool().enabled() ? Optional.of("the spool is not open") : collector.unready();
  }

  @Override
  public Future<Void> close() {
    return vertx.executeBlocking(this::closeSpool, false).eventually(collector::close).mapEmpty();
  }

  private Future<WriteResult> write(Tenant tenant, SpanBatch batch) {
    if (!config.spool().enabled()) {
      return direct.write(tenant, batch);
    }
    Spool open = spool;
    return open == null
        ? Future.failedFuture(StorageException.retryable("the spool is not open", null))
        : open.write(tenant, batch);
  }

  private Spool openSpool() throws IOException {
    FolderLock locked = FolderLock.acquire(config.spool().path());
    lock = locked;
    try {
      Spool open =
          Spool.open(
              config,
              new Spool.Parts(
                  vertx, new FileSystemDisk(), collector, metrics, walMetrics, replayedSpans));
      spool = open;
      return open;
    } catch (IOException | RuntimeException e) {
      locked.close();
      throw e;
    }
  }

  private boolean closeSpool() throws InterruptedException {
    Spool open = spool;
    if (open == null) {
      return false;
    }
    open.close();
    FolderLock locked = lock;
    try {
      if (locked != null) {
        locked.close();
      }
    } catch (IOException e) { // the end of the process gives it back
      log.warn("The folder of the spool could not be given back", e);
    }
    return true;
  }
}
