// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what one receiver has to finish: requests to answer, and requests over the bus, whose
 * replies would not find a receiver that is gone. Callable from any thread.
 */
public final class OpenRequests {
  private final AtomicInteger open = new AtomicInteger();
  private final Promise<Void> drained = Promise.promise();
  private volatile boolean draining;

  /** Something began. */
  public void opened() {
    open.incrementAndGet();
  }

  /** Something ended. */
  public void closed() {
    if (open.decrementAndGet() == 0 && draining) {
      drained.tryComplete();
    }
  }

  /** Whether new requests are to be refused. */
  public boolean draining() {
    return draining;
  }

  /** Refuses new requests from now on; completes when nothing is left to finish. */
  public Future<Void> drain() {
    draining = true;
    if (open.get() == 0) {
      drained.tryComplete();
    }
    return drained.future();
  }
}
