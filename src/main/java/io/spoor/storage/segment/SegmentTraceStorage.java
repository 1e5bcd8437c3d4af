// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.config.SegmentConfig;
import io.spoor.storage.Capabilities;
import io.spoor.storage.StorageUsage;
import io.spoor.storage.TraceReader;
import io.spoor.storage.TraceStorage;
import io.spoor.storage.TraceWriter;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Keeps spans in files of one folder, which it has for itself. */
final class SegmentTraceStorage implements TraceStorage {
  private final Store store;

  SegmentTraceStorage(SegmentConfig config, MeterRegistry meters, LongConsumer replayedSpans) {
    this.store = new Store();
  }

  @Override
  public Future<Void> open() {
    throw new UnsupportedOperationException();
  }

  @Override
  public TraceWriter writer() {
    throw new UnsupportedOperationException();
  }

  @Override
  public TraceReader reader() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, true);
  }

  @Override
  public StorageUsage usage() {
    return store.usage();
  }

  @Override
  public Optional<String> unready() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Void> close() {
    throw new UnsupportedOperationException();
  }
}
