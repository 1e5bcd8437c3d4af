// SPDX-License-Identifier: Apache-2.0
/**
 * Plain values written as text: numbers, durations and times as Go and RFC 3339 have them.
 *
 * <p>Jaeger's clients and filters write them so, and see Go's words for what is wrong.
 */
@NullMarked
package io.spoor.codec.text;

import org.jspecify.annotations.NullMarked;
