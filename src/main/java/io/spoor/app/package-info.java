// SPDX-License-Identifier: Apache-2.0
/**
 * The command line and the composition root, which builds every component and starts and stops them
 * in order.
 *
 * <p>Knows everything; nothing may know it.
 */
@NullMarked
package io.spoor.app;

import org.jspecify.annotations.NullMarked;
