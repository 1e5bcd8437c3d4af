// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes heads. What waits for it has its room already: the queue needs no
 * bound of its own.
 */
// Hot path: see docs/adr/0008-write-ahead-log.md
final class HeadThread {
  private static final Logger log = LoggerFactory.getLogger(HeadThread.class);

  private final HeadRoom room;
  private final HeadKeeper keeper; // of the thread
  private final Thread thread = new Thread(this::run, "segment-head");

  // guarded by this
  private ArrayDeque<PendingWrite> writes = new ArrayDeque<>();
  private ArrayDeque<PendingWrite> spare = new ArrayDeque<>();
  private List<CompletableFuture<Void>> seals = new ArrayList<>();
  private long roomWanted; // bytes of a batch that found none, 0 for none
  private boolean closed;

  HeadThread(HeadRoom room, HeadKeeper keeper) {
    this.room = room;
    this.keeper = keeper;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Hands over a batch that is in the log. */
  synchronized void add(PendingWrite write) {
    writes.add(write);
    notifyAll();
  }

  /** A write of so many bytes was refused for want of room. */
  synchronized void wantRoom(long bytes) {
    roomWanted = Math.max(roomWanted, bytes);
    notifyAll();
  }

  /** Has the head become blocks; succeeds when all that was added before is in some. */
  synchronized CompletableFuture<Void> seal() {
    CompletableFuture<Void> sealed = new CompletableFuture<>();
    if (closed) {
      sealed.completeExceptionally(new IllegalStateException("storage.segment is closed"));
    } else {
      seals.add(sealed);
      notifyAll();
    }
    return sealed;
  }

  /** Ends once all that was handed over is in the head. Blocking. */
  void close() throws InterruptedException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.join();
  }

  private void run() {
    boolean open = true;
    while (open) {
      try {
        open = step();
        keeper.rotateIfDue();
      } catch (InterruptedException e) {
        log.error("The head's thread was interrupted: no more writes are acknowledged", e);
        open = false;
      } catch (RuntimeException | OutOfMemoryError e) { // writes go on as far as they can
        log.error("The head could not be followed by the next one", e);
      }
    }
  }

  private boolean step() throws InterruptedException {
    ArrayDeque<PendingWrite> taken = take(keeper.maxWaitNanos());
    if (taken == null) {
      return false;
    }
    PendingWrite write;
    while ((write = taken.poll()) != null) {
      apply(write);
      keeper.rotateIfDue();
    }
    requests();
    return true;
  }

  private void apply(PendingWrite write) {
    int added;
    try {
      added = keeper.add(write.owner(), write.batch(), write.sequence(), write.reservedBytes());
    } catch (RuntimeException | OutOfMemoryError e) {
      log.error("A batch that is in the log could not be added to the head", e);
      room.release(write.reservedBytes());
      write.lost(e);
      return;
    }
    write.stored(added);
  }

  /** All that waits; null once closed and nothing does. */
  private synchronized @Nullable ArrayDeque<PendingWrite> take(long maxNanos)
      throws InterruptedException {
    long end = System.nanoTime() + maxNanos;
    long left = maxNanos;
    while (left > 0 && writes.isEmpty() && seals.isEmpty() && roomWanted == 0 && !closed) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
      left = end - System.nanoTime();
    }
    if (closed && writes.isEmpty()) {
      return null;
    }
    ArrayDeque<PendingWrite> taken = writes;
    writes = spare;
    spare = taken; // empty again when the next ones are taken
    return taken;
  }

  private void requests() {
    List<CompletableFuture<Void>> wanted;
    synchronized (this) {
      wanted = seals;
      seals = new ArrayList<>();
      if (roomWanted > 0) {
        keeper.wantRoom(roomWanted);
      }
      roomWanted = 0;
    }
    wanted.forEach(keeper::wantRotation);
  }
}
