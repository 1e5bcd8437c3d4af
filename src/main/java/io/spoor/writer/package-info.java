// SPDX-License-Identifier: Apache-2.0
/**
 * Stores accepted batches: bounded, retried, and acknowledged only once durable.
 *
 * <p>Must not know which storage backend runs.
 */
@NullMarked
package io.spoor.writer;

import org.jspecify.annotations.NullMarked;
