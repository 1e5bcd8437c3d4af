// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import io.spoor.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the files that a log no longer needs, oldest first, on a thread of its own: to delete 64
 * MiB takes a disk tens of milliseconds, and senders wait for the log's thread.
 *
 * <p>A file that cannot be deleted is tried again, and those after it wait: they know its length.
 */
final class FileRemoval {
  private static final Logger log = LoggerFactory.getLogger(FileRemoval.class);
  private static final long RETRY_MILLIS = 1000;

  private final Disk disk;
  private final Path folder;
  private final Runnable removed;
  private final Thread thread;

  // guarded by this, the bytes read by any thread
  private final Deque<Replay.File> waiting = new ArrayDeque<>();
  private boolean closed;
  private volatile long bytes;

  /**
   * Starts no thread yet.
   *
   * @param removed told after each file that is gone, on this one's thread
   */
  FileRemoval(Disk disk, Path folder, String name, Runnable removed) {
    this.disk = disk;
    this.folder = folder;
    this.removed = removed;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Has a file deleted that is written no more. */
  synchronized void add(Replay.File file) {
    waiting.add(file);
    bytes += file.bytes();
    notifyAll();
  }

  /** Bytes of the files that are still to be deleted. From any thread. */
  long bytes() {
    return bytes;
  }

  /** Ends once each file was deleted, or could not be: the next start does it then. Blocking. */
  void close() throws InterruptedException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.join();
  }

  private void run() {
    try {
      Replay.File next = first();
      while (next != null) {
        if (delete(next)) {
          forget(next);
          removed.run();
        } else if (isClosedAfterPause()) {
          return;
        }
        next = first();
      }
    } catch (InterruptedException e) {
      log.error("Log files are not deleted any more until the next start folder={}", folder, e);
    }
  }

  /** The oldest file, once there is one; null when closed and all are gone. */
  private synchronized Replay.@Nullable File first() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    return waiting.peekFirst();
  }

  private boolean delete(Replay.File file) {
    try {
      disk.delete(folder.resolve(SegmentDescriptor.name(file.number())));
      if (file.shortened()) {
        disk.syncFolder(folder); // or it may come back without the next one, which has its length
      }
      return true;
    } catch (IOException | RuntimeException e) {
      log.warn("Log file that is no longer needed could not be deleted, tried again", e);
      return false;
    }
  }

  private synchronized void forget(Replay.File file) {
    waiting.removeFirst();
    bytes -= file.bytes();
  }

  private synchronized boolean isClosedAfterPause() throws InterruptedException {
    long end = System.nanoTime() + RETRY_MILLIS * 1_000_000;
    long left = RETRY_MILLIS;
    while (!closed && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return closed;
  }
}
