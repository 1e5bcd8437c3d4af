// SPDX-License-Identifier: Apache-2.0
/**
 * Every address, message and refusal on the event bus.
 *
 * <p>Nothing else touches the event bus.
 */
@NullMarked
package io.spoor.bus;

import org.jspecify.annotations.NullMarked;
