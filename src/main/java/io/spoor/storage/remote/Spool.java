// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import io.spoor.config.AgentConfig;
import io.spoor.disk.Disk;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import io.spoor.storage.StorageException;
import io.spoor.storage.TraceWriter;
import io.spoor.telemetry.ForwardMetrics;
import io.spoor.telemetry.WalMetrics;
import io.spoor.wal.Append;
import io.spoor.wal.WriteAheadLog;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Keeps spans on disk until the collector has them: they count as stored once they are in the
 * spool's log.
 *
 * <pre>
 * write ─► log (fsync) ─► acknowledged
 *           └─► memory, or read back ─► collector ─► released
 * </pre>
 */
final class Spool implements TraceWriter {
  private final WriteAheadLog wal;
  private final SpoolBacklog backlog;
  private final SpoolForwarder forwarder;
  private final ForwardMetrics metrics;

  private Spool(
      WriteAheadLog wal, SpoolBacklog backlog, SpoolForwarder forwarder, ForwardMetrics metrics) {
    this.wal = wal;
    this.backlog = backlog;
    this.forwarder = forwarder;
    this.metrics = metrics;
  }

  /** What a spool is made with. */
  record Parts(
      Vertx vertx,
      Disk disk,
      CollectorClient collector,
      ForwardMetrics metrics,
      WalMetrics walMetrics,
      LongConsumer replayedSpans) {}

  /**
   * Opens the spool and begins to send what an earlier process has left there. Blocking. The caller
   * sees to it that no other process uses the folder.
   */
  static Spool open(AgentConfig config, Parts parts) throws IOException {
    Path folder = config.spool().path();
    Disk disk = parts.disk();
    disk.createFolders(folder);
    SpoolCheckpoint checkpoint = new SpoolCheckpoint(disk, folder);
    long forwarded = checkpoint.read(folder);
    long[] left = {forwarded, 0}; // last sequence, spans
    WriteAheadLog wal =
        WriteAheadLog.open(
            disk,
            folder,
            config.spool().wal(),
            parts.walMetrics(),
            "spoor-spool",
            new WriteAheadLog.Known(forwarded, forwarded),
            found -> {
              left[0] = found.sequence();
              left[1] += SpoolRecord.of(found).spans();
            });
    parts.replayedSpans().accept(left[1]);
    parts.metrics().spooled(left[1]);
    SpoolBacklog backlog = new SpoolBacklog(config.spool().memoryBytes(), forwarded, left[0]);
    SpoolForwarder forwarder =
        new SpoolForwarder(
            parts.vertx(),
            config.collector(),
            parts.metrics(),
            new SpoolForwarder.Ends(disk, folder, wal, backlog, checkpoint, parts.collector()));
    forwarder.start();
    return new Spool(wal, backlog, forwarder, parts.metrics());
  }

  @Override
  public Future<WriteResult> write(Tenant tenant, SpanBatch batch) {
    Spooling spooling = new Spooling(tenant, batch);
    return wal.append(spooling)
        ? spooling.promise.future()
        : Future.failedFuture(
            StorageException.retryable(wal.unready().orElse("the spool is behind"), null));
  }

  /** Why it takes no spans now, empty when it does. */
  Optional<String> unready() {
    return wal.unready();
  }

  /** Ends the log once all that was taken is in it; what was not sent stays there. Blocking. */
  void close() throws InterruptedException {
    forwarder.close();
    wal.close();
  }

  /** A batch on its way to the disk. */
  private final class Spooling implements Append {
    private final Tenant tenant;
    private final int spans;
    private final byte[] body;
    private final Promise<WriteResult> promise = Promise.promise();

    Spooling(Tenant tenant, SpanBatch batch) {
      this.tenant = tenant;
      this.spans = batch.size();
      this.body = SpoolRecord.encode(batch);
    }

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
      metrics.spooled(spans);
      backlog.add(new SpoolRecord(sequence, tenant, body));
      promise.complete(WriteResult.stored(spans));
    }

    @Override
    public void failed(Exception cause) {
      promise.fail(StorageException.retryable(String.valueOf(cause.getMessage()), cause));
    }
  }
}
