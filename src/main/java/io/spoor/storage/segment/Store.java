// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.model.Tenant;
import io.spoor.storage.StorageUsage;
import io.spoor.storage.segment.read.StoreSnapshot;

/** The log, the heads and the blocks of one folder, and the threads that move spans along them. */
final class Store {
  private final StoreStates states = new StoreStates();

  /** All spans of a tenant, held until the snapshot is closed. Never blocks; from any thread. */
  StoreSnapshot acquire(Tenant tenant) {
    return states.acquire(tenant);
  }

  /** What is held. From any thread. */
  StorageUsage usage() {
    return StorageUsage.NONE;
  }
}
