// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import io.vertx.core.Future;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
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

  private final Supplier<Future<Void>> start;
  private final Supplier<Future<Void>> stop;
  private final IntConsumer halt;
  private final AtomicInteger signals = new AtomicInteger();
  private final CountDownLatch stopAsked = new CountDownLatch(1);

  /**
   * Takes what is run.
   *
   * @param stop drains; called once, also after a start that failed
   * @param halt ends the process with a status, at once
   */
  ProcessLife(Supplier<Future<Void>> start, Supplier<Future<Void>> stop, IntConsumer halt) {
    this.start = start;
    this.stop = stop;
    this.halt = halt;
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

  /** Asks for the end; asked again, it does not wait for it. */
  void signalled(int number) {
    if (signals.incrementAndGet() == 1) {
      stopAsked.countDown();
    } else {
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
