// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import io.spoor.disk.Disk;
import io.spoor.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a log: the one that is written, and those before it until they are released.
 *
 * <p>Belongs to the log's thread, {@link #totalBytes()} aside.
 */
final class LogFiles {
  private static final Logger log = LoggerFactory.getLogger(LogFiles.class);

  private final Disk disk;
  private final Path folder;
  private final Random salts;
  private final FileRemoval removal;

  // files that are written no more, oldest first
  private final Deque<Replay.File> closed = new ArrayDeque<>();
  private long closedBytes;
  private long lastNumber; // of the newest of them ever, 0 when there was none
  private long lastLength; // as far as it counts

  private @Nullable DiskFile current;
  private RecordDescriptor descriptor = new RecordDescriptor(0);
  private long number;
  private long nextNumber; // one is never used again: a file that could not be deleted may have it
  private long position; // where the next record goes
  private long lastSequence;
  private volatile long totalBytes;

  /** Takes over the files from before a restart. */
  LogFiles(Disk disk, Path folder, Random salts, FileRemoval removal, Replay.End replayed) {
    this.disk = disk;
    this.folder = folder;
    this.salts = salts;
    this.removal = removal;
    this.nextNumber = replayed.nextNumber();
    this.lastSequence = replayed.lastSequence();
    replayed.files().forEach(this::addClosed);
  }

  /** Whether there is a file to write to. */
  boolean isOpen() {
    return current != null;
  }

  /** Where the next record goes in the file that is written. */
  long position() {
    return position;
  }

  /** Layout of the records of the file that is written. */
  RecordDescriptor descriptor() {
    return descriptor;
  }

  /**
   * Begins the next file; records go there from now on. Once it has returned, the file before
   * counts as far as was said, whatever else is in it.
   *
   * @param firstSequence of its first record, or a smaller one
   */
  void begin(long firstSequence) throws IOException {
    long salt = nextSalt();
    number = nextNumber++;
    Path path = path(number);
    DiskFile file = disk.create(path);
    try {
      file.write(
          SegmentDescriptor.encode(
              new SegmentDescriptor.Head(number, salt, firstSequence, lastNumber, lastLength)),
          0);
      file.sync();
      disk.syncFolder(folder);
    } catch (IOException | RuntimeException e) {
      abandon(file, path);
      throw e;
    }
    current = file;
    descriptor = new RecordDescriptor(salt);
    moveTo(SegmentDescriptor.BYTES);
  }

  /** Writes all that remains in the buffer, which ends in the record of this sequence. */
  void write(ByteBuffer source, long sequence) throws IOException {
    int bytes = source.remaining();
    open().write(source, position);
    moveTo(position + bytes);
    lastSequence = sequence;
  }

  /** Makes durable what was written. */
  void sync() throws IOException {
    open().sync();
  }

  /** Ends the current file, all of which counts. */
  void end() {
    end(false);
  }

  /** Ends the current file after a failure: it counts up to this position and sequence. */
  void giveUp(long goodPosition, long goodSequence) {
    if (current == null) {
      return;
    }
    moveTo(goodPosition);
    lastSequence = goodSequence;
    try {
      current.truncate(goodPosition); // gives room back; what counts is the next file's head
    } catch (IOException e) {
      log.warn("Log file could not be cut after a failed write file={}", path(number), e);
    }
    end(true);
  }

  /** Has the closed files deleted all of whose records lie at or before this sequence. */
  void release(long sequence) {
    while (!closed.isEmpty() && closed.getFirst().lastSequence() <= sequence) {
      Replay.File oldest = closed.removeFirst();
      removal.add(oldest); // before they are taken off: the sum must never be too small
      closedBytes -= oldest.bytes();
      moveTo(position);
    }
  }

  /** Bytes of all files, those included that are being deleted. From any thread. */
  long totalBytes() {
    return totalBytes + removal.bytes();
  }

  private DiskFile open() {
    if (current == null) {
      throw new IllegalStateException("no log file is open");
    }
    return current;
  }

  private Path path(long fileNumber) {
    return folder.resolve(SegmentDescriptor.name(fileNumber));
  }

  /** A number that is never a mark of 0, which a file has where nothing was written. */
  private long nextSalt() {
    long salt;
    do {
      salt = salts.nextLong();
    } while ((int) salt == 0);
    return salt;
  }

  private void end(boolean shortened) {
    DiskFile file = current;
    if (file == null) {
      return;
    }
    current = null;
    addClosed(new Replay.File(number, position, lastSequence, shortened));
    close(file);
  }

  private void addClosed(Replay.File file) {
    closed.add(file);
    closedBytes += file.bytes();
    lastNumber = file.number();
    lastLength = file.bytes();
    moveTo(0);
  }

  private void abandon(DiskFile file, Path path) {
    close(file);
    try {
      disk.delete(path);
    } catch (IOException e) { // it holds no record, and the next replay passes over it
      log.warn("Log file that could not be begun could not be deleted file={}", path, e);
    }
  }

  private static void close(DiskFile file) {
    try {
      file.close();
    } catch (IOException e) { // what it was to keep was synced, or has been given up
      log.warn("Log file could not be closed", e);
    }
  }

  private void moveTo(long newPosition) {
    position = newPosition;
    totalBytes = closedBytes + newPosition;
  }
}
