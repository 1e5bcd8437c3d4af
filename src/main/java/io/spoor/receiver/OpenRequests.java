// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests of one receiver that are not answered yet. Callable from any thread. */
public final class OpenRequests {
  private final AtomicInteger open = new AtomicInteger();
  private final Promise<Void> drained = Promise.promise();
  private volatile boolean draining;

  /** A request came in. */
  public void opened() {
    open.incrementAndGet();
  }

  /** A request was answered, or its client went away. */
  public void closed() {
    if (open.decrementAndGet() == 0 && draining) {
      drained.tryComplete();
    }
  }

  /** Whether new requests are to be refused. */
  public boolean draining() {
    return draining;
  }

  /** Refuses new requests from now on; completes when those in flight are answered. */
  public Future<Void> drain() {
    draining = true;
    if (open.get() == 0) {
      drained.tryComplete();
    }
    return drained.future();
  }
}
