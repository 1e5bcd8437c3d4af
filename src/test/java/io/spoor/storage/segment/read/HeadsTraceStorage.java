// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import io.spoor.storage.Capabilities;
import io.spoor.storage.StorageUsage;
import io.spoor.storage.TraceReader;
import io.spoor.storage.TraceStorage;
import io.spoor.storage.TraceWriter;
import io.spoor.storage.segment.head.Head;
import io.spoor.telemetry.SegmentReadMetrics;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Keeps spans in one head for ever, and reads them as the segment store does. */
final class HeadsTraceStorage implements TraceStorage {
  private final Head head = new Head();
  private final SegmentTraceReader reader =
      new SegmentTraceReader(
          tenant -> new StoreSnapshot(List.of(head.snapshot(tenant)), List.of()),
          2,
          new SegmentReadMetrics(new SimpleMeterRegistry()));
  private long sequence;

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
    return new StorageUsage(0, head.spans(), head.bytes(), 0, 0);
  }

  @Override
  public Optional<String> unready() {
    return Optional.empty();
  }

  @Override
  public Future<Void> close() {
    return reader.close();
  }
}
