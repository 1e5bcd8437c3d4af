// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.Tenant;

/** What the parts of the contract share. */
interface StorageContract {
  /** A tenant that none of the tests writes for, unless it says so. */
  Tenant OTHER = new Tenant("other");

  /** The storage under test: open, and empty when a test begins. */
  TraceStorage storage();

  /** Asks it as the default tenant. */
  default StorageProbe probe() {
    return new StorageProbe(storage());
  }

  /** Asks it as another tenant. */
  default StorageProbe other() {
    return new StorageProbe(storage(), OTHER);
  }
}
