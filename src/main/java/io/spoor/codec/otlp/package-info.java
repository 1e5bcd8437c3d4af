// SPDX-License-Identifier: Apache-2.0
/** Translates OTLP, as protobuf and as JSON, to and from the model. */
@NullMarked
package io.spoor.codec.otlp;

import org.jspecify.annotations.NullMarked;
