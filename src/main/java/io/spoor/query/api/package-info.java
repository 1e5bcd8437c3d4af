// SPDX-License-Identifier: Apache-2.0
/**
 * The HTTP and gRPC faces of the query service.
 *
 * <p>Parses and maps, decides nothing.
 */
@NullMarked
package io.spoor.query.api;

import org.jspecify.annotations.NullMarked;
