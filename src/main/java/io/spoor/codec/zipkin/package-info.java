// SPDX-License-Identifier: Apache-2.0
/**
 * Translates the formats of Zipkin to the model: v2 in JSON and protobuf, v1 in JSON and Thrift.
 *
 * <p>What becomes of each field is told in docs/translation.md.
 */
@NullMarked
package io.spoor.codec.zipkin;

import org.jspecify.annotations.NullMarked;
