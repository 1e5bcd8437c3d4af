// SPDX-License-Identifier: Apache-2.0
package io.spoor.bus;

import io.spoor.model.Deadline;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;

/**
 * Asks for a batch to be stored.
 *
 * @param tenant owner of the spans
 * @param batch the spans
 * @param deadline after it nobody waits for the reply; retries stop there
 */
public record WriteRequest(Tenant tenant, SpanBatch batch, Deadline deadline) {

  /** This request for another batch. */
  public WriteRequest with(SpanBatch other) {
    return other == batch ? this : new WriteRequest(tenant, other, deadline);
  }
}
