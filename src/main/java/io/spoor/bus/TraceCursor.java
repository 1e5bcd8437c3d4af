// SPDX-License-Identifier: Apache-2.0
package io.spoor.bus;

import io.spoor.model.Trace;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * A lease on the traces of an answer: one trace at a time, as fast as the reader asks.
 *
 * <p>Used by one reader, which calls {@link #next} again only after the last future completed, and
 * {@link #close} in the end whatever happened. Futures may complete on any thread. Past its
 * deadline the cursor closes itself and {@code next} fails.
 */
public interface TraceCursor {

  /** The next trace; empty at the end, and after {@link #close}. */
  Future<Optional<Trace>> next();

  /** Why traces may be missing from the answer; known when {@link #next} gave empty. */
  Optional<String> incomplete();

  /** Gives back what the lease holds. Can be called more than once, from any thread. */
  void close();
}
