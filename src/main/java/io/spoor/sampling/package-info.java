// SPDX-License-Identifier: Apache-2.0
/**
 * Tells clients how much to sample: strategies by service, over HTTP and gRPC.
 *
 * <p>Must not know how spans come in; receivers mount it on their ports through {@code app}.
 */
@NullMarked
package io.spoor.sampling;

import org.jspecify.annotations.NullMarked;
