// SPDX-License-Identifier: Apache-2.0
package io.spoor.bus;

import io.spoor.model.Deadline;
import io.spoor.model.Tenant;

/**
 * Asks for the calls between services.
 *
 * @param tenant owner of the spans
 * @param startUnixNano earliest start of a child span, inclusive
 * @param endUnixNano latest start of a child span, inclusive
 * @param deadline by when the answer must be there
 */
public record GetDependenciesRequest(
    Tenant tenant, long startUnixNano, long endUnixNano, Deadline deadline) {}
