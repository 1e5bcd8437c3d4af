// SPDX-License-Identifier: Apache-2.0
/**
 * Wire forms of the structured filter of a search ({@code io.spoor.model.filter}): Jaeger's {@code
 * expression.v1} in protobuf and in JSON.
 *
 * <p>What is wrong ends in an {@link IllegalArgumentException} in words for the client.
 */
@NullMarked
package io.spoor.codec.filter;

import org.jspecify.annotations.NullMarked;
