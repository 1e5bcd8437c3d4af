// SPDX-License-Identifier: Apache-2.0
/**
 * What all receivers over HTTP and gRPC share: listening, connections, and the life of a request
 * from its head to its answer.
 *
 * <p>Must not know the formats in which spans come, nor the words of any one protocol.
 */
@NullMarked
package io.spoor.receiver.http;

import org.jspecify.annotations.NullMarked;
