// SPDX-License-Identifier: Apache-2.0
package io.spoor.bus;

import io.spoor.model.Deadline;
import io.spoor.model.Tenant;

/**
 * Asks for the attribute keys in use.
 *
 * @param tenant owner of the spans
 * @param prefix what the keys begin with; empty for all
 * @param limit most keys, at least 1
 * @param deadline by when the answer must be there
 */
public record GetAttributeKeysRequest(Tenant tenant, String prefix, int limit, Deadline deadline) {}
