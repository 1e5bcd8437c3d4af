// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import io.spoor.config.MemoryConfig;
import io.spoor.storage.TraceStorage;
import io.spoor.storage.TraceStorageContract;

class MemoryTraceStorageTest extends TraceStorageContract {

  @Override
  protected TraceStorage create() {
    return new MemoryTraceStorage(new MemoryConfig(1_000_000, 1L << 30));
  }
}
