// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.Tenant;

/** Where a reader gets what it reads. Safe from any thread. */
@FunctionalInterface
public interface SnapshotSource {

  /**
   * All that is there of a tenant now; empty for a tenant that is not known. The caller closes it.
   */
  StoreSnapshot acquire(Tenant tenant);
}
