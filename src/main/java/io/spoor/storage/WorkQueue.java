// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Named threads with a bounded queue, which refuse what does not fit. Callable from any thread. */
public final class WorkQueue extends ThreadPoolExecutor {
  private final String name;
  private final Promise<Void> terminated = Promise.promise();

  /**
   * Starts no thread yet.
   *
   * @param name of the threads, which are numbered when there can be several
   * @param capacity tasks that may wait; one more is refused
   */
  public WorkQueue(String name, int threads, int capacity) {
    super(threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(capacity));
    this.name = name;
    AtomicInteger started = new AtomicInteger();
    setThreadFactory(
        task -> {
          int number = started.incrementAndGet();
          return new Thread(task, threads == 1 ? name : name + "-" + number);
        });
  }

  /** Runs a task; a task that throws fails its future, and a refused one fails retryable. */
  public <T> Future<T> submitted(Supplier<T> task) {
    Promise<T> promise = Promise.promise();
    try {
      execute(() -> run(task, promise));
    } catch (RejectedExecutionException e) {
      promise.fail(
          StorageException.retryable(isShutdown() ? name + " is closed" : name + " is full", null));
    }
    return promise.future();
  }

  private <T> void run(Supplier<T> task, Promise<T> promise) {
    T result;
    try {
      result = task.get();
    } catch (StorageException e) {
      promise.fail(e);
      return;
    } catch (RuntimeException | Error e) { // the asker must hear of it, whatever it is
      promise.fail(StorageException.retryable(name + " failed: " + e, e));
      return;
    }
    promise.complete(result);
  }

  /** Whether one more task would be refused. */
  public boolean isFull() {
    return getQueue().remainingCapacity() == 0;
  }

  /** Takes no more tasks; the future succeeds when the last has ended. */
  public Future<Void> close() {
    shutdown();
    return terminated.future();
  }

  @Override
  protected void terminated() {
    terminated.tryComplete();
  }
}
