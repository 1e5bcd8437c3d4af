// SPDX-License-Identifier: Apache-2.0
package io.spoor.bus;

import io.spoor.model.Deadline;
import io.spoor.model.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * Asks for calls, errors and durations by operation.
 *
 * @param tenant owner of the spans
 * @param serviceName only this service; null for all
 * @param startUnixNano earliest start of a span, inclusive
 * @param endUnixNano latest start of a span, inclusive
 * @param deadline by when the answer must be there
 */
public record GetOperationStatsRequest(
    Tenant tenant,
    @Nullable String serviceName,
    long startUnixNano,
    long endUnixNano,
    Deadline deadline) {}
