// SPDX-License-Identifier: Apache-2.0
/**
 * Translators between wire formats and the model, as pure functions.
 *
 * <p>Must not know transports, the bus or storage.
 */
@NullMarked
package io.spoor.codec;

import org.jspecify.annotations.NullMarked;
