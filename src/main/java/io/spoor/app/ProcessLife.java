// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the process, from start to the end that a signal asks for.
 *
 * <pre>
 *   starting ──started──► running ──first signal──► draining ──stopped──► 0
 *      │  └──first signal: start is finished, then drained──┘  └─failed──► 1
 *      └──failed: what was started is stopped──► 1
 *   any ──second signal──► halted at once, 128 + its number
 * </pre>
 *
 * Signals may come on any thread; {@link #run} blocks its own.
 */
final class ProcessLife {
  private static final Logger log = LoggerFactory.getLogger(ProcessLife.class);

  /**
   * A signal again within this time is the first one, delivered twice: timeout(1) and some
   * terminals signal both the process and its group.
   */
  private static final Duration SAME_SIGNAL = Duration.ofMillis(500);

  private final Supplier<Future<Void>> start;
  private final Supplier<Future<Void>> stop;
  private final IntConsumer halt;
  private final LongSupplier nanoClock;
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private long firstSignalNanos; // guarded by this; meaningful once stop was asked

  /**
   * Takes what is run.
   *
   * @param stop drains; called once, also after a start that failed
   * @param halt ends the process with a status, at once
   * @param nanoClock as {@link System#nanoTime}
   */
  ProcessLife(
      Supplier<Future<Void>> start,
      Supplier<Future<Void>> stop,
      IntConsumer halt,
      LongSupplier nanoClock) {
    this.start = start;
    this.stop = stop;
    this.halt = halt;
    this.nanoClock = nanoClock;
  }

  /** Runs until stopped, and returns the exit status. The action runs once all is started. */
  int run(Runnable started) throws InterruptedException {
    boolean ended = succeeded("start", start);
    if (ended) {
      started.run();
      stopAsked.await();
      log.info("Draining: new work is refused, what was accepted is finished");
    }
    boolean drained = succeeded("stop", stop);
    log.info("Spoor has stopped clean={}", ended && drained);
    return ended && drained ? ExitStatus.OK : ExitStatus.FAILED;
  }

  /** Asks for the end; asked again half a second later or more, it does not wait for it. */
  synchronized void signalled(int number) {
    long now = nanoClock.getAsLong();
    if (stopAsked.getCount() > 0) {
      firstSignalNanos = now;
      stopAsked.countDown();
    } else if (now - firstSignalNanos >= SAME_SIGNAL.toNanos()) {
      log.warn("Signal {} came a second time: ending at once", number);
      halt.accept(ExitStatus.HALTED + number);
    }
  }

  /** Waits, and says in one line what failed; the stack trace is for those who debug. */
  private static boolean succeeded(String what, Supplier<Future<Void>> action)
      throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    Future<Void> outcome = Future.succeededFuture().compose(nothing -> action.get());
    outcome.onComplete(result -> done.countDown());
    done.await();
    if (outcome.failed()) {
      log.error("Spoor could not {}: {}", what, reason(outcome.cause()));
      log.debug("The cause", outcome.cause());
    }
    return outcome.succeeded();
  }

  private static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }
}
