// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import io.spoor.config.MemoryConfig;
import io.spoor.storage.Capabilities;
import io.spoor.storage.StorageUsage;
import io.spoor.storage.TraceReader;
import io.spoor.storage.TraceStorage;
import io.spoor.storage.TraceWriter;
import io.spoor.storage.WorkQueue;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Keeps spans on the heap: the reference that other backends are compared with.
 *
 * <p>Bounded in traces and in bytes, over all tenants; above a bound the traces whose first span
 * was written first are evicted whole. Writes run one after another on the thread {@code
 * storage-memory}, reads on two threads {@code storage-memory-reader}; cursors run on their
 * reader's.
 */
public final class MemoryTraceStorage implements TraceStorage {
  private static final int WAITING_WRITES = 1_024; // the writer bounds their bytes
  private static final int READER_THREADS = 2;
  private static final int WAITING_READS = 256;

  private final MemoryStore store;
  private final WorkQueue writes = new WorkQueue("storage-memory", 1, WAITING_WRITES);
  private final WorkQueue reads =
      new WorkQueue("storage-memory-reader", READER_THREADS, WAITING_READS);
  private final TraceWriter writer;
  private final TraceReader reader;

  /** An empty store with these bounds. */
  public MemoryTraceStorage(MemoryConfig config) {
    this.store = new MemoryStore(config);
    this.writer = (tenant, batch) -> writes.submitted(() -> store.write(tenant, batch));
    this.reader = new MemoryTraceReader(store, reads);
  }

  @Override
  public Future<Void> open() {
    return Future.succeededFuture();
  }

  @Override
  public TraceWriter writer() {
    return writer;
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
  public StorageUsage usage() {
    return store.usage();
  }

  @Override
  public Optional<String> unready() {
    if (writes.isShutdown()) {
      return Optional.of("storage.memory is closed");
    }
    return writes.isFull()
        ? Optional.of("storage.memory has " + WAITING_WRITES + " writes waiting")
        : Optional.empty();
  }

  @Override
  public Future<Void> close() {
    return Future.join(writes.close(), reads.close())
        .onComplete(closed -> store.clear())
        .mapEmpty();
  }
}
