// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has something done each second, on a thread of its own, and what else comes up. */
final class StoreWatch {
  private static final Logger log = LoggerFactory.getLogger(StoreWatch.class);
  private static final long PERIOD_MILLIS = 1000;

  private final Runnable look;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "segment-watch");
            made.setDaemon(true);
            return made;
          });

  private @Nullable Future<?> looks; // of whoever starts and closes

  StoreWatch(Runnable look) {
    this.look = look;
  }

  void start() {
    looks =
        thread.scheduleWithFixedDelay(
            this::lookSafely, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Has something done soon, on this thread; after the close, by the caller. From any thread. */
  void execute(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException expected) { // closed
      task.run();
    }
  }

  private void lookSafely() {
    try {
      look.run();
    } catch (RuntimeException e) { // or there would be no next time
      log.error("The store could not be looked at", e);
    }
  }

  /** Ends after the look under way. Blocking. */
  void close() throws InterruptedException {
    if (looks != null) {
      looks.cancel(false);
    }
    thread.shutdown();
    if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
      log.warn("The look at the volume has not ended");
    }
  }
}
