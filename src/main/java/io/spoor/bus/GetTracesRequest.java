// SPDX-License-Identifier: Apache-2.0
package io.spoor.bus;

import io.spoor.model.Deadline;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import java.util.List;

/**
 * Asks for traces by id.
 *
 * @param tenant owner of the spans
 * @param traceIds which traces
 * @param raw whether the read-time adjusters are left out
 * @param deadline by when the whole answer must have been read
 */
public record GetTracesRequest(
    Tenant tenant, List<TraceId> traceIds, boolean raw, Deadline deadline) {

  /** Copies the list. */
  public GetTracesRequest {
    traceIds = List.copyOf(traceIds);
  }
}
