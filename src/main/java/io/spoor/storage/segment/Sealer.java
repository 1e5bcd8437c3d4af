// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.model.Tenant;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.BlockOrigin;
import io.spoor.storage.segment.block.BlockWriter;
import io.spoor.storage.segment.column.SourceBatch;
import io.spoor.storage.segment.head.HeadSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes blocks of heads, one head at a time, on a thread of its own.
 *
 * <pre>
 * a block a tenant, published ──► state: head out, blocks in ──► checkpoint ──► log files go
 * </pre>
 *
 * <p>A failure leaves the head where it is, searchable, and is tried again until it ends well.
 */
final class Sealer {
  private static final Logger log = LoggerFactory.getLogger(Sealer.class);
  private static final long MAX_PAUSE_MILLIS = 30_000;

  private final StoreFiles files;
  private final StoreStates states;
  private final HeadRoom room;
  private final Checkpoint checkpoint;
  private final long firstPauseMillis;
  private final Thread thread = new Thread(this::run, "segment-sealer");
  private volatile LongConsumer sealedSequence = sequence -> {};
  private final AtomicInteger failures = new AtomicInteger(); // in a row

  // guarded by this
  private @Nullable SealJob job;
  private boolean closed;

  /**
   * Starts no thread yet.
   *
   * @param firstPauseMillis after a failure, until it is tried again; doubles each time
   */
  Sealer(
      StoreFiles files,
      StoreStates states,
      HeadRoom room,
      Checkpoint checkpoint,
      long firstPauseMillis) {
    this.files = files;
    this.states = states;
    this.room = room;
    this.checkpoint = checkpoint;
    this.firstPauseMillis = firstPauseMillis;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Has someone told up to which sequence all is in blocks; on the sealer's thread. */
  void onSealed(LongConsumer consumer) {
    sealedSequence = consumer;
  }

  /** Takes the head that was just rotated out; there is never another one under way. */
  synchronized void submit(SealJob next) {
    job = next;
    notifyAll();
  }

  /** How often the head under way has failed. */
  int failures() {
    return failures.get();
  }

  /** Ends after the attempt under way. What is not in blocks then is in the log. Blocking. */
  void close() throws InterruptedException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.join();
  }

  private void run() {
    try {
      SealJob next;
      while ((next = take()) != null) {
        attempt(next);
      }
    } catch (InterruptedException e) {
      log.error("The sealer was interrupted: spans stay in memory and in the log", e);
    }
  }

  private synchronized @Nullable SealJob take() throws InterruptedException {
    while (job == null && !closed) {
      wait();
    }
    return closed ? null : job;
  }

  private void attempt(SealJob next) throws InterruptedException {
    long start = files.nanoTime();
    try {
      seal(next);
      failures.set(0);
      finish(next, files.nanoTime() - start);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      int failed = failures.incrementAndGet();
      files.metrics().sealFailed();
      long pause = Math.min(MAX_PAUSE_MILLIS, firstPauseMillis << Math.min(10, failed - 1));
      log.error(
          "Spans could not be written to a block; they stay in memory and in the log, next try in"
              + " {} ms failures={}",
          pause,
          failed,
          e);
      pause(pause);
    }
  }

  private synchronized void pause(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    long left = millis;
    while (!closed && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }

  private void seal(SealJob next) throws IOException {
    for (Tenant tenant : next.head().tenants()) {
      if (!next.done().containsKey(tenant)) {
        long number = next.numbers().computeIfAbsent(tenant, t -> files.nextNumber());
        next.done().put(tenant, seal(next, tenant, number));
      }
    }
  }

  private Block seal(SealJob next, Tenant tenant, long number) throws IOException {
    HeadSnapshot snapshot = next.head().snapshot(tenant);
    BlockOrigin origin =
        new BlockOrigin(
            tenant,
            number,
            0,
            next.head().lastSequence(),
            snapshot.ingestMinUnixMilli(),
            snapshot.ingestMaxUnixMilli(),
            List.of());
    try (BlockWriter writer = files.write(origin)) {
      snapshot.forEachTrace(new TraceWriterOf(snapshot, writer));
      return files.publish(writer);
    }
  }

  private void finish(SealJob next, long nanos) {
    long bytes = next.done().values().stream().mapToLong(Block::bytes).sum();
    synchronized (this) {
      job = null; // before the state says so: the next one can come at once
    }
    states.update(state -> state.sealed(next.done().values()));
    files.blockList().write(states);
    room.release(next.roomBytes());
    files.metrics().sealed(nanos, next.head().spans(), bytes);
    log.debug("Sealed spans={} bytes={} nanos={}", next.head().spans(), bytes, nanos);
    remember(next.head().lastSequence());
    next.waiting().forEach(waiting -> waiting.complete(null));
  }

  /** A failure costs only a longer replay: blocks know themselves what they have. */
  private void remember(long sequence) {
    try {
      checkpoint.write(sequence);
      sealedSequence.accept(sequence);
    } catch (IOException | RuntimeException e) {
      log.error("The checkpoint could not be written, log files are kept", e);
    }
  }

  /** Gives the traces of a head to a block. */
  private static final class TraceWriterOf implements HeadSnapshot.TraceVisitor<IOException> {
    private final SourceBatch[] all;
    private final BlockWriter writer;
    private SourceBatch[] ofTrace = {};

    TraceWriterOf(HeadSnapshot snapshot, BlockWriter writer) {
      this.all =
          snapshot.batches().stream()
              .map(batch -> new SourceBatch(batch.batch()))
              .toArray(SourceBatch[]::new);
      this.writer = writer;
    }

    @Override
    public void trace(long idHigh, long idLow, int[] batches, int[] rows, int count)
        throws IOException {
      if (ofTrace.length < count) {
        ofTrace = new SourceBatch[Math.max(count, 64)];
      }
      for (int i = 0; i < count; i++) {
        ofTrace[i] = all[batches[i]];
      }
      writer.addTrace(idHigh, idLow, ofTrace, rows, count);
    }
  }
}
