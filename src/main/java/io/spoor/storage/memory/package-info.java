// SPDX-License-Identifier: Apache-2.0
/**
 * The reference storage backend, which keeps spans on the heap.
 *
 * <p>Nothing survives a restart.
 */
@NullMarked
package io.spoor.storage.memory;

import org.jspecify.annotations.NullMarked;
