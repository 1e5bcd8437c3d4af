// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.tool;

import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which traces to take out of a store. With neither ids nor a query: all of them.
 *
 * @param ids only these; empty for any
 * @param query only those of which one span fulfils all its conditions; its limit does not count;
 *     null for any
 */
public record Selection(Tenant tenant, Set<TraceId> ids, @Nullable TraceQuery query) {

  /** Rejects ids beside a query. */
  public Selection {
    ids = Set.copyOf(ids);
    if (!ids.isEmpty() && query != null) {
      throw new IllegalArgumentException("trace ids and conditions exclude each other");
    }
  }

  /** Everything of a tenant. */
  public static Selection all(Tenant tenant) {
    return new Selection(tenant, Set.of(), null);
  }
}
