// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.List;

/**
 * Ids of the traces that a search found, newest first.
 *
 * @param traceIds without duplicates
 * @param incomplete why traces may be missing, empty when none is
 */
public record FoundTraces(List<TraceId> traceIds, String incomplete) {

  /** Copies the list. */
  public FoundTraces {
    traceIds = List.copyOf(traceIds);
  }
}
