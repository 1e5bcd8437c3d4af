// SPDX-License-Identifier: Apache-2.0
/**
 * The contract every storage backend keeps, and decorators for it.
 *
 * <p>Must not know the backends, and no backend knows another.
 */
@NullMarked
package io.spoor.storage;

import org.jspecify.annotations.NullMarked;
