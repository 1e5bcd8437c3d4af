// SPDX-License-Identifier: Apache-2.0
package io.spoor.bus;

import io.spoor.model.Deadline;
import io.spoor.model.Tenant;

/**
 * Asks what searches may ask for.
 *
 * @param tenant owner of the spans
 * @param deadline by when the answer must be there
 */
public record GetCapabilitiesRequest(Tenant tenant, Deadline deadline) {}
