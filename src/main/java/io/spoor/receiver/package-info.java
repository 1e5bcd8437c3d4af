// SPDX-License-Identifier: Apache-2.0
/**
 * Where spans enter: admission, and refusals put into each protocol's words.
 *
 * <p>Must not know storage or what happens behind the bus.
 */
@NullMarked
package io.spoor.receiver;

import org.jspecify.annotations.NullMarked;
