// SPDX-License-Identifier: Apache-2.0
/**
 * Translates Jaeger's own formats, Thrift and the protobuf of api_v2, to and from the model.
 *
 * <p>What becomes of each field is told in docs/translation.md.
 */
@NullMarked
package io.spoor.codec.jaeger;

import org.jspecify.annotations.NullMarked;
