// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import io.spoor.config.StorageConfig;
import io.spoor.storage.TraceStorage;
import io.spoor.storage.TraceStorageFactory;

/** Makes the backend of {@code storage.type: memory}. */
public final class MemoryStorageFactory implements TraceStorageFactory {

  @Override
  public String type() {
    return "memory";
  }

  @Override
  public TraceStorage create(StorageConfig config) {
    return new MemoryTraceStorage(config.memory());
  }
}
