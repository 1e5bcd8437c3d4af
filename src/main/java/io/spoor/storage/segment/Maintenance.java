// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that merges and deletes blocks: in turn, so that neither takes what the other works
 * on. Stands back while sealing is behind.
 */
final class Maintenance implements BlockMerge.Pace {
  private static final Logger log = LoggerFactory.getLogger(Maintenance.class);
  private static final long LOOK_MILLIS = 500;
  private static final long YIELD_MILLIS = 20;
  private static final long RETENTION_NANOS = 60_000_000_000L;

  private final StoreFiles files;
  private final StoreStates states;
  private final long headBytes;
  private @Nullable Thread thread; // of whoever starts and closes
  private volatile boolean closed;

  Maintenance(StoreFiles files, StoreStates states, long headBytes) {
    this.files = files;
    this.states = states;
    this.headBytes = headBytes;
  }

  void start(Merger merger, Retention retention) {
    Thread started = new Thread(() -> run(merger, retention), "segment-merger");
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  /** Gives up the merge under way. Blocking. */
  void close() throws InterruptedException {
    closed = true;
    if (thread != null) {
      thread.join();
    }
  }

  /** Waits while a head is being sealed and the next one is filling up. */
  @Override
  public void next() throws InterruptedException {
    StoreState state = states.get();
    while (!closed && state.sealing() != null && state.active().bytes() > headBytes / 2) {
      states.awaitOther(state, YIELD_MILLIS);
      state = states.get();
    }
    if (closed) {
      throw new InterruptedException("the store is closing");
    }
  }

  private void run(Merger merger, Retention retention) {
    long nextRetention = files.nanoTime();
    while (!closed) {
      try {
        if (files.nanoTime() - nextRetention >= 0) {
          nextRetention = files.nanoTime() + RETENTION_NANOS;
          retention.run();
        }
        if (!merger.mergeOnce()) {
          states.awaitOther(states.get(), LOOK_MILLIS);
        }
      } catch (InterruptedException expected) { // closed
        return;
      } catch (RuntimeException | OutOfMemoryError e) {
        log.error("Blocks could not be looked after", e);
      }
    }
  }
}
