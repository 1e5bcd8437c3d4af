// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import static java.util.Objects.requireNonNull;

import io.spoor.config.StorageConfig;
import io.spoor.storage.TraceStorage;
import io.spoor.storage.TraceStorageFactory;
import io.vertx.core.Vertx;

/** Makes {@link RemoteTraceStorage}. */
public final class RemoteStorageFactory implements TraceStorageFactory {
  private final Vertx vertx;

  /** Makes storages that use this Vert.x. */
  public RemoteStorageFactory(Vertx vertx) {
    this.vertx = requireNonNull(vertx, "vertx");
  }

  @Override
  public String type() {
    return "remote";
  }

  @Override
  public TraceStorage create(StorageConfig config) {
    return new RemoteTraceStorage(vertx, config.remote());
  }
}
