// SPDX-License-Identifier: Apache-2.0
/**
 * Spans as columns, their identifiers and attribute values.
 *
 * <p>Knows only the JDK.
 */
@NullMarked
package io.spoor.model;

import org.jspecify.annotations.NullMarked;
