// SPDX-License-Identifier: Apache-2.0
/**
 * Spoor, a distributed tracing backend.
 *
 * <p>The packages below are listed in the order a span travels.
 */
@NullMarked
package io.spoor;

import org.jspecify.annotations.NullMarked;
