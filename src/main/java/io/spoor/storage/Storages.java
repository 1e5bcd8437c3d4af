// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.config.StorageConfig;
import io.spoor.telemetry.StorageMetrics;
import java.util.List;
import java.util.stream.Collectors;

/** The backends that a process can choose from by {@code storage.type}. */
public final class Storages {
  private final List<TraceStorageFactory> factories;

  /** Offers these backends, each of a type of its own. */
  public Storages(List<TraceStorageFactory> factories) {
    this.factories = List.copyOf(factories);
  }

  /**
   * Makes the configured backend, metered and not open yet.
   *
   * @throws IllegalArgumentException when no backend has the configured type
   */
  public TraceStorage create(StorageConfig config, StorageMetrics metrics) {
    String type = config.typeName();
    for (TraceStorageFactory factory : factories) {
      if (factory.type().equals(type)) {
        return new MeteredTraceStorage(factory.create(config), metrics);
      }
    }
    throw new IllegalArgumentException(
        "storage.type must be one of "
            + factories.stream().map(TraceStorageFactory::type).collect(Collectors.joining(", "))
            + ", was "
            + type);
  }
}
