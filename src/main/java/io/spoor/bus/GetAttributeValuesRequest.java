// SPDX-License-Identifier: Apache-2.0
package io.spoor.bus;

import io.spoor.model.Deadline;
import io.spoor.model.Tenant;

/**
 * Asks for the values of an attribute.
 *
 * @param tenant owner of the spans
 * @param key on any level; {@code resource.<key>} on resources alone
 * @param prefix what the text forms of the values begin with; empty for all
 * @param limit most values, at least 1
 * @param deadline by when the answer must be there
 */
public record GetAttributeValuesRequest(
    Tenant tenant, String key, String prefix, int limit, Deadline deadline) {}
