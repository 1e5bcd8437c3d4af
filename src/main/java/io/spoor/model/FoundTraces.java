// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.List;

/**
 * The traces that a search found, newest first.
 *
 * @param positions without duplicates, ascending: what comes first is the newest
 * @param incomplete why traces may be missing, empty when none is
 */
public record FoundTraces(List<TracePosition> positions, String incomplete) {

  /** Copies the list. */
  public FoundTraces {
    positions = List.copyOf(positions);
  }

  /** The ids of the traces, in their order. */
  public List<TraceId> traceIds() {
    return positions.stream().map(TracePosition::traceId).toList();
  }
}
