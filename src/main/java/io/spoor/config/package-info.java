// SPDX-License-Identifier: Apache-2.0
/**
 * The validated records that one configuration file becomes, read once at start.
 *
 * <p>Knows no other component.
 */
@NullMarked
package io.spoor.config;

import org.jspecify.annotations.NullMarked;
