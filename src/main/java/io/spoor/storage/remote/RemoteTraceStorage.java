// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import io.spoor.config.RemoteConfig;
import io.spoor.storage.Capabilities;
import io.spoor.storage.StorageUsage;
import io.spoor.storage.TraceReader;
import io.spoor.storage.TraceStorage;
import io.spoor.storage.TraceWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/**
 * Keeps spans at another server that speaks {@code jaeger.storage.v2}: writes go there by OTLP
 * {@code Export}, reads by {@code TraceReader} and {@code DependencyReader}.
 *
 * <p>It opens whether the server is there or not; {@link #unready} says when it is not. What the
 * server cannot do is refused in its words.
 */
public final class RemoteTraceStorage implements TraceStorage {
  private final CollectorClient collector;
  private final RemoteCalls calls;
  private final TraceWriter writer;
  private final TraceReader reader;

  /** Makes a client; connects when it is used. Blocks for reading the files of TLS. */
  public RemoteTraceStorage(Vertx vertx, RemoteConfig config) {
    this.collector = new CollectorClient(vertx, config);
    this.calls = new RemoteCalls(vertx, config);
    this.writer = new RemoteTraceWriter(collector);
    this.reader = new RemoteTraceReader(calls);
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
    return Capabilities.full(true);
  }

  /** What the server holds is its own affair. */
  @Override
  public StorageUsage usage() {
    return StorageUsage.NONE;
  }

  @Override
  public Optional<String> unready() {
    return collector.unready();
  }

  @Override
  public Future<Void> close() {
    return collector.close().eventually(calls::close);
  }
}
