// SPDX-License-Identifier: Apache-2.0
package io.spoor.bus;

import io.spoor.model.Deadline;
import io.spoor.model.SpanKind;
import io.spoor.model.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the operations of a service.
 *
 * @param tenant owner of the spans
 * @param serviceName which service
 * @param kind of which kind, null for all
 * @param deadline by when the answer must be there
 */
public record GetOperationsRequest(
    Tenant tenant, String serviceName, @Nullable SpanKind kind, Deadline deadline) {}
