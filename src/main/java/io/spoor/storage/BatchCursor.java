// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.SpanBatch;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * A lease on stored spans: a chunk at a time, as fast as the reader asks.
 *
 * <p>A chunk holds at least one and at most {@link #MAX_CHUNK_SPANS} spans of exactly one trace;
 * the chunks of a trace follow one another, and traces come in the order that the request promises.
 * Used by one reader, which calls {@link #next} again only after the last future completed, and
 * {@link #close} in the end. Futures may complete on any thread.
 */
public interface BatchCursor {

  /** Most spans in a chunk. */
  int MAX_CHUNK_SPANS = 1_000;

  /** The next chunk; empty at the end, and after {@link #close}. */
  Future<Optional<SpanBatch>> next();

  /** Why spans may be missing from the answer; known when {@link #next} gave empty. */
  Optional<String> incomplete();

  /** Gives back what the lease holds. Can be called more than once, from any thread. */
  void close();
}
