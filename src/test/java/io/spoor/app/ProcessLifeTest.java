// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ProcessLifeTest {
  private static final int TERM = 15;

  private final AtomicLong now = new AtomicLong();
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());

  @Test
  void signal_stopsWhatRunsAndEndsWell() throws InterruptedException {
    ProcessLife life = life(Future::succeededFuture, Future::succeededFuture);

    int status =
        life.run(
            () -> {
              events.add("started");
              life.signalled(TERM);
            });

    assertThat(status).isEqualTo(ExitStatus.OK);
    assertThat(events).containsExactly("start", "started", "stop");
  }

  @Test
  void failedStart_stopsWhatWasStartedAndSaysSo() throws InterruptedException {
    ProcessLife life = life(() -> Future.failedFuture("address in use"), Future::succeededFuture);

    assertThat(life.run(() -> events.add("started"))).isEqualTo(ExitStatus.FAILED);
    assertThat(events).containsExactly("start", "stop");
  }

  @Test
  void throwingStartCountsAsAFailedOne() throws InterruptedException {
    ProcessLife life =
        life(
            () -> {
              throw new IllegalStateException("no");
            },
            Future::succeededFuture);

    assertThat(life.run(() -> {})).isEqualTo(ExitStatus.FAILED);
  }

  @Test
  void failedStop_endsWithFailure() throws InterruptedException {
    ProcessLife life = life(Future::succeededFuture, () -> Future.failedFuture("disk"));

    assertThat(life.run(() -> life.signalled(TERM))).isEqualTo(ExitStatus.FAILED);
  }

  @Test
  void signalWhileStarting_waitsForTheStartAndThenStops() throws Exception {
    Promise<Void> starting = Promise.promise();
    CountDownLatch asked = new CountDownLatch(1);
    ProcessLife life =
        life(
            () -> {
              asked.countDown();
              return starting.future();
            },
            Future::succeededFuture);
    CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> run(life));
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

    life.signalled(TERM);
    assertThat(events).containsExactly("start");
    starting.complete();

    assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(ExitStatus.OK);
    assertThat(events).containsExactly("start", "stop");
  }

  @Test
  void secondSignal_haltsAtOnceWhileTheFirstStillDrains() throws Exception {
    Promise<Void> draining = Promise.promise();
    CountDownLatch stopping = new CountDownLatch(1);
    ProcessLife life =
        life(
            Future::succeededFuture,
            () -> {
              stopping.countDown();
              return draining.future();
            });
    CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> run(life));

    life.signalled(TERM);
    assertThat(stopping.await(10, TimeUnit.SECONDS)).isTrue();
    now.addAndGet(Duration.ofMillis(499).toNanos());
    life.signalled(TERM); // the same one, delivered twice
    assertThat(events).doesNotContain("halt 143");
    now.addAndGet(Duration.ofMillis(1).toNanos());
    life.signalled(TERM);

    assertThat(events).contains("halt 143");
    draining.complete();
    assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(ExitStatus.OK);
  }

  private ProcessLife life(Supplier<Future<Void>> start, Supplier<Future<Void>> stop) {
    return new ProcessLife(
        () -> {
          events.add("start");
          return start.get();
        },
        () -> {
          events.add("stop");
          return stop.get();
        },
        status -> events.add("halt " + status),
        now::get);
  }

  private static int run(ProcessLife life) {
    try {
      return life.run(() -> {});
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
