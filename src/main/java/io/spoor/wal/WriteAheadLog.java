// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import static java.util.Objects.requireNonNull;

import io.spoor.config.WalConfig;
import io.spoor.disk.Disk;
import io.spoor.telemetry.WalMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only log of records, durable before they are acknowledged.
 *
 * <pre>
 *  append ──► queue (bounded) ──► one thread: write all that wait ──► one sync ──► durable() each
 * </pre>
 *
 * <p>Group commit: records that come while a sync runs are served by the next one; nothing waits
 * when nothing runs. After a failed write or sync a file is never synced again: the group fails,
 * the file counts up to where the group began, and the next file begins, whose head says so. When
 * that fails too, every append is refused: until there is room again where that was missing, until
 * the next start otherwise.
 */
public final class WriteAheadLog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WriteAheadLog.class);
  private static final int MAX_BODY_BYTES =
      RecordDescriptor.MAX_BYTES
          - RecordDescriptor.HEADER_BYTES
          - RecordDescriptor.MAX_TENANT_BYTES;

  private final Disk disk;
  private final Path folder;
  private final WalConfig config;
  private final WalMetrics metrics;
  private final AppendQueue queue;
  private final AtomicLong released;
  private final Outage outage;
  private final FileRemoval removal;
  private final Thread thread;
  private volatile boolean roomMade; // by a file that was deleted

  // of the log's thread
  private final LogFiles files;
  private final GroupWriter writer;
  private long releasedBefore;

  private WriteAheadLog(
      Disk disk, Path folder, WalConfig config, WalMetrics metrics, String name, Replay.End end) {
    this.disk = disk;
    this.folder = folder;
    this.config = config;
    this.metrics = metrics;
    this.queue = new AppendQueue(config.maxQueuedBytes());
    this.released = new AtomicLong(-1);
    this.releasedBefore = -1;
    this.outage = new Outage(disk, folder);
    this.removal = new FileRemoval(disk, folder, name + "-files", this::madeRoom);
    this.thread = new Thread(this::run, name);
    this.files = new LogFiles(disk, folder, new SecureRandom(), removal, end);
    this.writer = new GroupWriter(files, config, metrics, end.lastSequence() + 1);
    thread.setDaemon(true);
  }

  /**
   * What is known of a log before it is opened.
   *
   * @param releasedSequence records up to this one are not given back; -1 for none
   * @param usedSequence new records come after this one, too; -1 for none. The log need not have
   *     it: its files may be lost
   */
  public record Known(long releasedSequence, long usedSequence) {}

  /**
   * Gives back the records that are in the log's folder, then opens the log behind them. Blocking.
   * The caller sees to it that no other process uses the folder. Opens on a full disk, too: then
   * {@link #unready} says so.
   *
   * @param name of the log's thread
   * @param known new records come after all that it names
   * @throws LogFormatException when a later version has written there; nothing was given back then
   * @throws IOException when the folder cannot be read or written, or the handler says so
   */
  public static WriteAheadLog open(
      Disk disk,
      Path folder,
      WalConfig config,
      WalMetrics metrics,
      String name,
      Known known,
      Replay.Handler handler)
      throws IOException {
    disk.createFolders(folder);
    Replay.End end =
        new Replay(disk, folder, metrics, known.releasedSequence(), handler)
            .run()
            .after(known.usedSequence());
    WriteAheadLog opened = new WriteAheadLog(disk, folder, config, metrics, name, end);
    opened.release(known.releasedSequence());
    opened.begin();
    opened.removal.start();
    opened.thread.start();
    return opened;
  }

  /**
   * Hands a record to the log's thread. From any thread; never blocks.
   *
   * @return whether the log has taken it; if not, its end is not told, and {@link #unready} or a
   *     full queue is the reason
   */
  public boolean append(Append append) {
    String tenant = requireNonNull(append.tenant(), "tenant");
    if (tenant.length() > RecordDescriptor.MAX_TENANT_BYTES
        || tenant.chars().anyMatch(c -> c > 0x7f)) {
      throw new IllegalArgumentException(
          "tenant must have at most "
              + RecordDescriptor.MAX_TENANT_BYTES
              + " ASCII characters, was "
              + tenant);
    }
    if (append.body().length > MAX_BODY_BYTES) {
      throw new IllegalArgumentException(
          "a record must have at most " + MAX_BODY_BYTES + " bytes, had " + append.body().length);
    }
    return unready().isEmpty() && queue.offer(append);
  }

  /** Says that records up to this sequence are safe elsewhere: their files go soon. Any thread. */
  public void release(long sequence) {
    released.accumulateAndGet(sequence, Math::max);
    queue.wake();
  }

  /** Why appends are refused now, empty when they are not. From any thread. */
  public Optional<String> unready() {
    Optional<String> reason = outage.reason();
    if (reason.isPresent()) {
      return reason;
    }
    if (queue.isClosed()) {
      return Optional.of("the log is closed");
    }
    long bytes = files.totalBytes();
    return bytes >= config.maxBytes()
        ? Optional.of("the log is full: " + bytes + " of " + config.maxBytes() + " bytes")
        : Optional.empty();
  }

  /** What the configured durability does not promise, empty when it promises all. */
  public Optional<String> weakness() {
    return switch (config.durability()) {
      case FSYNC -> Optional.empty();
      case INTERVAL ->
          Optional.of(
              "acknowledged before it is on the disk: a power cut loses up to "
                  + config.interval().toMillis()
                  + " ms");
      case NONE ->
          Optional.of("acknowledged before it is on the disk: a power cut loses any of it");
    };
  }

  /** Ends the log once everything it has taken was written, or has failed. Blocking. */
  @Override
  public void close() throws InterruptedException {
    queue.close();
    thread.join();
    removal.close();
  }

  private void begin() throws IOException {
    weakness().ifPresent(weak -> log.warn("The log is weak, records are {}", weak));
    try {
      writer.begin();
    } catch (IOException e) {
      if (!disk.isFull(folder, e)) {
        throw e;
      }
      outage.noRoom(0);
    }
    metrics.size(files.totalBytes());
  }

  private void run() {
    try {
      while (!queue.isClosedAndEmpty()) {
        List<Append> group = queue.take(maxWaitMillis());
        release();
        if (roomMade) {
          roomMade = false;
          outage.retryNow();
        }
        resume();
        commit(group);
        metrics.size(files.totalBytes());
      }
      finish();
    } catch (InterruptedException | RuntimeException e) {
      outage.lasting("its thread ended", e);
    } finally {
      queue.close();
      refuse(drained());
    }
  }

  private long maxWaitMillis() {
    return outage.isForRoom() ? outage.maxWaitMillis() : writer.maxWaitMillis();
  }

  private void commit(List<Append> group) {
    if (outage.reason().isPresent()) {
      refuse(group);
      return;
    }
    long firstSequence;
    try {
      if (group.isEmpty()) {
        writer.syncIfDue();
        return;
      }
      firstSequence = writer.write(group);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      fail(group, recover(e));
      return;
    }
    tellDurable(group, firstSequence);
    rollIfFull();
  }

  /** After the group and not before the next one: a full file can be released once it is closed. */
  private void rollIfFull() {
    if (!writer.isFull()) {
      return;
    }
    try {
      writer.roll();
    } catch (IOException | RuntimeException e) {
      log.error("Log file could not be followed by the next one: {}", recover(e).getMessage());
    }
  }

  /**
   * Gives the file up and begins the next one.
   *
   * @return what to tell the records of the group
   */
  private Exception recover(Throwable failure) {
    log.error("Log write failed, its group is not acknowledged folder={}", folder, failure);
    long lostBytes = writer.giveUp();
    String message = "the log could not be written: " + failure.getMessage();
    if (failure instanceof IOException e && disk.isFull(folder, e)) {
      outage.noRoom(lostBytes);
    }
    try {
      writer.begin();
      return new IOException(message, failure);
    } catch (IOException | RuntimeException e) {
      if (e instanceof IOException ioe && disk.isFull(folder, ioe)) {
        outage.noRoom(lostBytes);
      } else {
        outage.lasting("no new file could be begun after a failed write: " + e.getMessage(), e);
      }
      return new UncertainAppendException(message, failure);
    }
  }

  /** Ends an outage when there is room again. */
  private void resume() {
    if (!outage.isToRetry()) {
      return;
    }
    try {
      if (!files.isOpen()) {
        writer.begin();
      }
      outage.over();
    } catch (IOException | RuntimeException e) {
      if (!(e instanceof IOException ioe && disk.isFull(folder, ioe))) {
        outage.lasting("no new file could be begun: " + e.getMessage(), e);
      }
    }
  }

  private static void tellDurable(List<Append> group, long firstSequence) {
    for (int i = 0; i < group.size(); i++) {
      try {
        group.get(i).durable(firstSequence + i);
      } catch (RuntimeException e) {
        log.error("Whoever appended a record threw when told that it is durable", e);
      }
    }
  }

  private void refuse(List<Append> group) {
    fail(group, new IOException(outage.reason().orElse("the log is closed")));
  }

  private void fail(List<Append> group, Exception cause) {
    metrics.failed(group.size());
    for (Append append : group) {
      try {
        append.failed(cause);
      } catch (RuntimeException e) {
        log.error("Whoever appended a record threw when told that it failed", e);
      }
    }
  }

  private void release() {
    long sequence = released.get();
    if (sequence > releasedBefore) {
      releasedBefore = sequence;
      files.release(sequence);
    }
  }

  private void madeRoom() {
    roomMade = true;
    queue.wake();
  }

  private void finish() {
    try {
      if (files.isOpen()) {
        writer.sync();
      }
    } catch (IOException e) {
      log.error("The last records of the log could not be synced folder={}", folder, e);
    }
    files.end();
  }

  private List<Append> drained() {
    try {
      return queue.take(0); // closed: returns at once
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
