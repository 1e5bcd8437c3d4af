// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import io.spoor.model.Tenant;
import java.util.LinkedHashSet;
import java.util.Set;

/** The traces of one tenant, and the batches that hold their spans, first written first. */
record TenantTraces(Tenant tenant, TraceTable traces, Set<StoredBatch> batches) {
  TenantTraces(Tenant tenant) {
    this(tenant, new TraceTable(), new LinkedHashSet<>());
  }
}
