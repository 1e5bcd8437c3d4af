// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static io.spoor.storage.StorageProbe.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Future;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
  private final CountDownLatch gate = new CountDownLatch(1);

  private Void waitForGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return null;
  }

  @Test
  void fullQueue_refusesRetryable() {
    WorkQueue queue = new WorkQueue("queue", 1, 1);
    Future<Void> running = queue.submitted(this::waitForGate);
    Future<String> waiting = queue.submitted(() -> "second");

    StorageException refusal =
        catchThrowableOfType(StorageException.class, () -> await(queue.submitted(() -> "third")));

    assertThat(refusal.retryable()).isTrue();
    assertThat(refusal).hasMessage("queue is full");
    assertThat(queue.isFull()).isTrue();
    gate.countDown();
    await(running);
    assertThat(await(waiting)).isEqualTo("second");
    await(queue.close());
  }

  @Test
  void close_endsWhatWaitsAndRefusesTheRest() {
    WorkQueue queue = new WorkQueue("queue", 1, 8);
    Future<Void> running = queue.submitted(this::waitForGate);
    Future<String> waiting = queue.submitted(() -> "second");
    Future<Void> closed = queue.close();

    assertThat(closed.isComplete()).isFalse();
    assertThat(catchThrowableOfType(StorageException.class, () -> await(queue.submitted(() -> 1))))
        .hasMessage("queue is closed");
    gate.countDown();
    await(closed);
    assertThat(running.succeeded()).isTrue();
    assertThat(waiting.result()).isEqualTo("second");
  }

  @Test
  void throwingTask_failsItsFutureAndNotTheThread() {
    WorkQueue queue = new WorkQueue("queue", 1, 8);

    StorageException failure =
        catchThrowableOfType(
            StorageException.class,
            () ->
                await(
                    queue.submitted(
                        () -> {
                          throw new IllegalStateException("broken");
                        })));

    assertThat(failure).hasMessageContaining("broken").hasCauseInstanceOf(RuntimeException.class);
    assertThat(await(queue.submitted(() -> Thread.currentThread().getName()))).isEqualTo("queue");
    await(queue.close());
  }
}
