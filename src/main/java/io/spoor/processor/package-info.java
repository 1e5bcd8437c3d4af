// SPDX-License-Identifier: Apache-2.0
/**
 * Decides what becomes of accepted spans: sanitizers, attribute actions, filters and samplers.
 *
 * <p>Must not know where spans come from or where they are stored.
 */
@NullMarked
package io.spoor.processor;

import org.jspecify.annotations.NullMarked;
