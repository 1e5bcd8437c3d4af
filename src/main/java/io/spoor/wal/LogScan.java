// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import io.spoor.disk.Disk;
import io.spoor.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the files of a log beside the process that writes it: what they had when this was opened.
 * Changes nothing, not even where there is damage. Holds the files open, so that they can be read
 * after the log has deleted them. Blocking; not thread-safe.
 */
public final class LogScan implements AutoCloseable {
  private static final int MAX_ATTEMPTS = 100;

  private final List<OpenFile> files;

  /** A file as it was when it was opened. */
  private record OpenFile(Path path, DiskFile file, long size) {}

  /**
   * What was found.
   *
   * @param records sound ones
   * @param undecodableRecords of these, those that the handler could not understand
   * @param damagedBytes that are no record
   * @param tornBytes at the end, of a write that is under way or was cut short
   */
  public record Report(long records, long undecodableRecords, long damagedBytes, long tornBytes) {}

  private LogScan(List<OpenFile> files) {
    this.files = files;
  }

  /** Opens all files of the folder; none when there is no folder. */
  public static LogScan open(Disk disk, Path folder) throws IOException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Optional<List<OpenFile>> opened = openAll(disk, folder);
      if (opened.isPresent()) {
        return new LogScan(opened.get());
      }
    }
    throw new IOException("log files come and go too fast to be opened: " + folder);
  }

  /** Empty when a file was deleted in between. */
  private static Optional<List<OpenFile>> openAll(Disk disk, Path folder) throws IOException {
    List<OpenFile> opened = new ArrayList<>();
    try {
      for (Path path : paths(disk, folder)) {
        DiskFile file = disk.openReadOnly(path);
        opened.add(new OpenFile(path, file, 0));
        opened.set(opened.size() - 1, new OpenFile(path, file, file.size()));
      }
      return Optional.of(opened);
    } catch (NoSuchFileException expected) { // the log has released it
      close(opened);
      return Optional.empty();
    } catch (IOException e) {
      close(opened);
      throw e;
    }
  }

  private static List<Path> paths(Disk disk, Path folder) throws IOException {
    try {
      return disk.list(folder).stream()
          .filter(path -> SegmentDescriptor.number(path.getFileName().toString()).isPresent())
          .toList();
    } catch (NoSuchFileException expected) { // nothing was written yet
      return List.of();
    }
  }

  /** Number of files. */
  public int files() {
    return files.size();
  }

  /** Bytes of the files. */
  public long bytes() {
    return files.stream().mapToLong(OpenFile::size).sum();
  }

  /**
   * Gives all sound records in their order, one held at a time.
   *
   * @throws LogFormatException when a later version has written a file
   */
  public Report read(Replay.Handler handler) throws IOException {
    List<Optional<SegmentDescriptor.Head>> heads = new ArrayList<>();
    Map<Long, Long> lengths = new HashMap<>(); // by number, as the next files say
    for (OpenFile each : files) {
      Optional<SegmentDescriptor.Head> head = head(each);
      head.ifPresent(
          given -> lengths.merge(given.previousNumber(), given.previousLength(), Math::min));
      heads.add(head);
    }
    Reading reading = new Reading(handler);
    for (int i = 0; i < files.size(); i++) {
      reading.file(files.get(i), heads.get(i), lengths);
    }
    return reading.report();
  }

  /**
   * Writes the files, as far as they reached when this was opened, into another folder; durable
   * once it has returned.
   */
  public void copyTo(Disk disk, Path folder) throws IOException {
    disk.createFolders(folder);
    ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
    for (OpenFile each : files) {
      try (DiskFile copy = disk.create(folder.resolve(each.path().getFileName()))) {
        for (long position = 0; position < each.size(); ) {
          buffer.clear().limit((int) Math.min(buffer.capacity(), each.size() - position));
          int length = each.file().read(buffer, position);
          if (length == 0) {
            break; // it was cut after a failed write
          }
          copy.write(buffer.flip(), position);
          position += length;
        }
        copy.sync();
      }
    }
    disk.syncFolder(folder);
  }

  private static Optional<SegmentDescriptor.Head> head(OpenFile each) throws IOException {
    byte[] head = new byte[SegmentDescriptor.BYTES];
    int length = each.file().read(RecordDescriptor.wrap(head), 0);
    try {
      return SegmentDescriptor.decode(head, length);
    } catch (LogFormatException e) {
      throw new LogFormatException("log file " + each.path() + ": " + e.getMessage());
    }
  }

  /** Gives the files back. */
  @Override
  public void close() throws IOException {
    close(files);
  }

  private static void close(List<OpenFile> opened) throws IOException {
    for (OpenFile each : opened) {
      each.file().close();
    }
  }

  private static final class Reading {
    private final Replay.Handler handler;
    private long lastSequence = -1;
    private long records;
    private long undecodable;
    private long damaged;
    private long torn;

    Reading(Replay.Handler handler) {
      this.handler = handler;
    }

    void file(OpenFile each, Optional<SegmentDescriptor.Head> head, Map<Long, Long> lengths)
        throws IOException {
      if (head.isEmpty()) { // just begun, or damaged
        damaged += each.size() > SegmentDescriptor.BYTES ? each.size() : 0;
        return;
      }
      Long given = lengths.get(head.get().number());
      long end = given == null ? each.size() : Math.min(each.size(), given);
      long good = Math.min(end, SegmentDescriptor.BYTES);
      RecordDescriptor descriptor = new RecordDescriptor(head.get().salt());
      RecordReader reader = new RecordReader(each.file(), descriptor, good, end);
      while (reader.next()) {
        damaged += reader.start() - good;
        good = reader.end();
        take(reader);
      }
      if (good < end && given == null && reader.isTorn(good)) {
        torn += end - good;
      } else {
        damaged += end - good;
      }
    }

    private void take(RecordReader reader) throws IOException {
      if (reader.sequence() <= lastSequence) {
        return;
      }
      lastSequence = reader.sequence();
      records++;
      try {
        handler.replay(reader.read());
      } catch (PoisonRecordException expected) { // counted
        undecodable++;
      }
    }

    Report report() {
      return new Report(records, undecodable, damaged, torn);
    }
  }
}
