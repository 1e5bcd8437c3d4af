// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import io.spoor.disk.Disk;
import io.spoor.disk.DiskFile;
import io.spoor.telemetry.WalMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back the records of a log's folder, in their order, with memory for one record at a time.
 *
 * <p>Damage is contained: after bytes that are no record the reader looks for the next sound one,
 * and what lies between goes to the quarantine folder. What a write left at the end that did not
 * come to its own end was never acknowledged, and is passed over; the head of the next file cuts it
 * off for good. Files are only read.
 */
public final class Replay {
  private static final Logger log = LoggerFactory.getLogger(Replay.class);

  /** Takes the records of a log. */
  public interface Handler {

    /**
     * Takes one record.
     *
     * @throws PoisonRecordException when it will never be understood: it goes to quarantine and the
     *     replay goes on
     * @throws IOException when it cannot be kept now: the replay, and so the start, fails
     */
    void replay(LogRecord found) throws IOException;
  }

  /**
   * A file that is written no more.
   *
   * @param bytes as far as it counts
   * @param lastSequence of its records and all before them
   * @param shortened whether it may have more bytes than count
   */
  record File(long number, long bytes, long lastSequence, boolean shortened) {}

  /** Where the log goes on. */
  record End(List<File> files, long nextNumber, long lastSequence) {

    /** The same, with this sequence counted as used. */
    End after(long sequence) {
      return new End(files, nextNumber, Math.max(lastSequence, sequence));
    }
  }

  /** A file as it was found. */
  private record Found(long number, Path path, Optional<SegmentDescriptor.Head> head) {}

  private final Disk disk;
  private final Path folder;
  private final WalMetrics metrics;
  private final Handler handler;
  private final Quarantine quarantine;
  private final long releasedSequence;
  private final Map<Long, Long> lengths = new HashMap<>(); // by number, as the next files say
  private long lastSequence;
  private long records;

  Replay(Disk disk, Path folder, WalMetrics metrics, long releasedSequence, Handler handler) {
    this.disk = disk;
    this.folder = folder;
    this.metrics = metrics;
    this.handler = handler;
    this.releasedSequence = releasedSequence;
    this.lastSequence = releasedSequence;
    this.quarantine = new Quarantine(disk, folder.resolve("quarantine"), metrics);
  }

  End run() throws IOException {
    List<Found> found = find(); // reads all heads: a format of the future stops here
    List<File> files = new ArrayList<>();
    long nextNumber = 1;
    reportGaps(found);
    for (Found each : found) {
      files.add(replay(each));
      nextNumber = each.number() + 1;
      log.info(
          "Log file replayed file={} which={} of={} records={}",
          each.path().getFileName(),
          files.size(),
          found.size(),
          records);
    }
    return new End(files, nextNumber, lastSequence);
  }

  private List<Found> find() throws IOException {
    List<Found> found = new ArrayList<>();
    for (Path path : disk.list(folder)) { // by name, and so by number
      OptionalLong number = SegmentDescriptor.number(path.getFileName().toString());
      if (number.isPresent()) {
        Optional<SegmentDescriptor.Head> head = head(path);
        head.ifPresent(
            given -> lengths.merge(given.previousNumber(), given.previousLength(), Math::min));
        found.add(new Found(number.getAsLong(), path, head));
      }
    }
    return found;
  }

  /** Files go from the oldest on; one that is missing in between was not deleted by the log. */
  private void reportGaps(List<Found> found) {
    Set<Long> numbers = new HashSet<>();
    for (Found each : found) {
      boolean first = numbers.isEmpty();
      numbers.add(each.number());
      each.head()
          .filter(head -> !first && !numbers.contains(head.previousNumber()))
          .filter(head -> head.firstSequence() - 1 > releasedSequence)
          .ifPresent(
              head -> {
                metrics.damaged(head.previousLength());
                log.error(
                    "Damaged log: a file is missing file={} bytes={}",
                    SegmentDescriptor.name(head.previousNumber()),
                    head.previousLength());
              });
    }
  }

  private Optional<SegmentDescriptor.Head> head(Path path) throws IOException {
    byte[] head = new byte[SegmentDescriptor.BYTES];
    try (DiskFile file = disk.openReadOnly(path)) {
      int length = file.read(RecordDescriptor.wrap(head), 0);
      Optional<SegmentDescriptor.Head> decoded = SegmentDescriptor.decode(head, length);
      if (decoded.isPresent() && !SegmentDescriptor.isWhole(head, length)) {
        metrics.damaged(SegmentDescriptor.COPY_BYTES);
        log.error("Damaged log file: its head is sound in one copy only file={}", path);
      }
      return decoded;
    } catch (LogFormatException e) {
      throw new LogFormatException("log file " + path + " cannot be read: " + e.getMessage());
    }
  }

  private File replay(Found found) throws IOException {
    found.head().ifPresent(head -> startAt(found, head));
    Long given = lengths.get(found.number());
    try (DiskFile file = disk.open(found.path())) {
      long size = file.size();
      if (given == null) {
        file.sync(); // nobody has said that it was; what is given back must stay
      } else if (size < given) {
        quarantine.missing(found.path(), size, given);
      }
      long end = given == null ? size : Math.min(size, given);
      long good = records(file, found, end, given == null);
      return new File(found.number(), good, lastSequence, size > good);
    }
  }

  private void startAt(Found found, SegmentDescriptor.Head head) {
    if (head.firstSequence() - 1 > lastSequence) {
      lastSequence = head.firstSequence() - 1;
    }
    if (head.number() != found.number()) {
      log.warn("Log file has the name of another file={} number={}", found.path(), head.number());
    }
  }

  /** Gives back the records up to the end; returns how much of the file counts. */
  private long records(DiskFile file, Found found, long end, boolean mayBeTorn) throws IOException {
    long good = Math.min(end, SegmentDescriptor.BYTES);
    if (found.head().isEmpty()) { // without its salt no record can be told from other bytes
      if (end > SegmentDescriptor.BYTES) {
        quarantine.damage(file, found.path(), 0, end);
      }
      return end;
    }
    RecordDescriptor descriptor = new RecordDescriptor(found.head().get().salt());
    RecordReader reader = new RecordReader(file, descriptor, good, end);
    while (reader.next()) {
      if (reader.start() > good) {
        quarantine.damage(file, found.path(), good, reader.start());
      }
      good = reader.end();
      take(reader, found.path());
    }
    if (good < end) {
      if (mayBeTorn && reader.isTorn(good)) {
        log.warn(
            "Torn end of the log passed over: it was never acknowledged file={} bytes={}",
            found.path(),
            end - good);
        metrics.torn(end - good);
        return good;
      }
      quarantine.damage(file, found.path(), good, end);
    }
    return end;
  }

  private void take(RecordReader reader, Path path) throws IOException {
    long sequence = reader.sequence();
    if (sequence <= lastSequence) {
      if (sequence > releasedSequence) {
        log.warn("Log record out of order, passed over file={} sequence={}", path, sequence);
      }
      return;
    }
    lastSequence = sequence;
    records++;
    LogRecord found = reader.read();
    try {
      handler.replay(found);
    } catch (PoisonRecordException e) {
      quarantine.poison(found, e);
    }
  }
}
