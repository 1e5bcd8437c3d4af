// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import io.spoor.config.RemoteConfig;
import io.spoor.disk.Disk;
import io.spoor.model.WriteResult;
import io.spoor.storage.StorageException;
import io.spoor.telemetry.ForwardMetrics;
import io.spoor.telemetry.RateLimitedLog;
import io.spoor.wal.LogRecord;
import io.spoor.wal.LogScan;
import io.spoor.wal.WriteAheadLog;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the records of the spool's log to the collector, oldest first, several at once, each until
 * the collector has it. The log is released up to the first one that it has not.
 *
 * <p>A thread takes the records; answers come on event loops.
 */
final class SpoolForwarder {
  private static final Logger log = LoggerFactory.getLogger(SpoolForwarder.class);
  private static final long CHECKPOINT_MILLIS = 1_000;
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final RateLimitedLog failures = new RateLimitedLog(log);
  private final RateLimitedLog rejections = new RateLimitedLog(log);
  private final Vertx vertx;
  private final RemoteConfig config;
  private final CollectorClient collector;
  private final ForwardMetrics metrics;
  private final Disk disk;
  private final Path folder;
  private final WriteAheadLog wal;
  private final SpoolBacklog backlog;
  private final SpoolCheckpoint checkpoint;
  private final Thread thread = new Thread(this::run, "spoor-forward");

  // Guarded by this.
  private final ArrayDeque<Sending> window = new ArrayDeque<>(); // in the order of the log
  private long windowBytes;
  private int onWire;

  // Of the thread.
  private long nextCheckpointNanos = System.nanoTime();

  /** A record on its way to the collector. */
  private static final class Sending {
    private final SpoolRecord sent;
    private int failures;
    private boolean done; // guarded by the forwarder

    Sending(SpoolRecord sent) {
      this.sent = sent;
    }
  }

  /** What the records come from, and where they go. */
  record Ends(
      Disk disk,
      Path folder,
      WriteAheadLog wal,
      SpoolBacklog backlog,
      SpoolCheckpoint checkpoint,
      CollectorClient collector) {}

  SpoolForwarder(Vertx vertx, RemoteConfig config, ForwardMetrics metrics, Ends ends) {
    this.vertx = vertx;
    this.config = config;
    this.metrics = metrics;
    this.disk = ends.disk();
    this.folder = ends.folder();
    this.wal = ends.wal();
    this.backlog = ends.backlog();
    this.checkpoint = ends.checkpoint();
    this.collector = ends.collector();
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Sends no more; what is being sent is waited for, as long as one request may take. What the
   * collector has not got stays in the log. Blocking.
   */
  void close() throws InterruptedException {
    backlog.close();
    synchronized (this) {
      notifyAll();
    }
    thread.join();
    long end = System.nanoTime() + config.timeout().toNanos();
    synchronized (this) {
      while (onWire > 0 && System.nanoTime() - end < 0) {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end - System.nanoTime()));
      }
    }
    writeCheckpoint();
  }

  private void run() {
    try {
      while (!backlog.isClosed()) {
        SpoolRecord next = backlog.take(CHECKPOINT_MILLIS);
        if (next != null) {
          send(next);
        } else if (backlog.isOnDisk()) {
          readDisk();
        }
        checkpointIfDue();
      }
    } catch (InterruptedException | RuntimeException e) {
      log.error("The spool is not forwarded any more", e);
    }
  }

  private void readDisk() throws InterruptedException {
    long last = backlog.durable(); // what is behind it may yet be taken back
    try (LogScan scan = LogScan.open(disk, folder)) {
      LogScan.Report report = scan.read(found -> readOne(found, last));
      if (report.damagedBytes() > 0 || report.undecodableRecords() > 0) {
        log.error("The spool is damaged, spans are lost {}", report);
      }
      backlog.tookFromDisk(last);
    } catch (IOException e) {
      if (!backlog.isClosed()) {
        log.error("The spool could not be read; trying again folder={}", folder, e);
        backlog.pause(LONGEST_PAUSE_MILLIS);
      }
    }
  }

  private void readOne(LogRecord found, long last) throws IOException {
    if (found.sequence() <= backlog.taken() || found.sequence() > last) {
      return;
    }
    SpoolRecord next = SpoolRecord.of(found);
    try {
      send(next);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (backlog.isClosed()) {
      throw new IOException("closed");
    }
    backlog.tookFromDisk(next.sequence());
    checkpointIfDue();
  }

  /** Waits for room, and sends; not once the backlog was closed. */
  private void send(SpoolRecord next) throws InterruptedException {
    Sending sending = new Sending(next);
    synchronized (this) {
      while (!backlog.isClosed() && !hasRoomFor(next)) {
        wait(CHECKPOINT_MILLIS);
      }
      if (backlog.isClosed()) {
        return;
      }
      window.add(sending);
      windowBytes += next.bytes();
      onWire++;
    }
    attempt(sending);
  }

  private boolean hasRoomFor(SpoolRecord next) {
    return window.isEmpty()
        || (window.size() < config.maxInFlightRequests()
            && windowBytes + next.bytes() <= config.maxInFlightBytes());
  }

  private void attempt(Sending sending) {
    SpoolRecord sent = sending.sent;
    collector
        .export(sent.tenant(), sent.message(), sent.spans())
        .onComplete(answer -> ended(sending, answer));
  }

  private void ended(Sending sending, AsyncResult<WriteResult> answer) {
    Throwable cause = answer.cause();
    if (answer.succeeded()) {
      done(sending, answer.result().rejected(), answer.result().reason());
    } else if (cause instanceof StorageException known && !known.retryable()) {
      done(sending, sending.sent.spans(), String.valueOf(cause.getMessage()));
    } else {
      failures.warn(1, "Spooled batches are not at the collector yet: " + cause.getMessage());
      again(sending);
    }
  }

  private void again(Sending sending) {
    synchronized (this) {
      onWire--;
      notifyAll();
      if (backlog.isClosed()) {
        return;
      }
    }
    long longest =
        Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(sending.failures, 20));
    sending.failures++;
    vertx.setTimer(
        ThreadLocalRandom.current().nextLong(1, longest + 1),
        timer -> {
          synchronized (this) {
            if (backlog.isClosed()) {
              return;
            }
            onWire++;
          }
          metrics.retried();
          attempt(sending);
        });
  }

  private void done(Sending sending, int rejected, String reason) {
    metrics.forwarded(sending.sent.spans() - rejected, rejected);
    if (rejected > 0) {
      rejections.warn(rejected, "The collector rejected spooled spans for good: " + reason);
    }
    long released = -1;
    synchronized (this) {
      onWire--;
      sending.done = true;
      for (Sending first = window.peek(); first != null && first.done; first = window.peek()) {
        released = first.sent.sequence();
        windowBytes -= first.sent.bytes();
        window.remove();
      }
      notifyAll();
    }
    if (released >= 0) {
      checkpoint.advance(released);
      wal.release(released);
    }
  }

  private void checkpointIfDue() {
    if (System.nanoTime() - nextCheckpointNanos >= 0) {
      nextCheckpointNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CHECKPOINT_MILLIS);
      writeCheckpoint();
    }
  }

  private void writeCheckpoint() {
    @Nullable IOException failure = checkpoint.write();
    if (failure != null) {
      failures.warn(1, "It could not be noted what the collector has: " + failure.getMessage());
    }
  }
}
