// SPDX-License-Identifier: Apache-2.0
package io.spoor.bus;

import io.spoor.model.Deadline;
import io.spoor.model.Tenant;
import io.spoor.model.TraceQuery;

/**
 * Asks for the newest traces in which a span matches.
 *
 * @param tenant owner of the spans
 * @param query the conditions and the limit
 * @param raw whether the read-time adjusters are left out
 * @param deadline by when the whole answer must have been read
 */
public record FindTracesRequest(Tenant tenant, TraceQuery query, boolean raw, Deadline deadline) {}
