// SPDX-License-Identifier: Apache-2.0
/** The transports of Jaeger's own formats. */
@NullMarked
package io.spoor.receiver.jaeger;

import org.jspecify.annotations.NullMarked;
