// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.config.WalConfig;
import io.spoor.config.WalConfig.Durability;
import io.spoor.disk.Disk;
import io.spoor.telemetry.WalMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A log for tests, with what it gave back when it was opened. */
final class TestLog implements AutoCloseable {
  static final Path FOLDER = Path.of("/log");

  /** Files so small that every few records begin one. */
  static final WalConfig SMALL = config(Durability.FSYNC, 220, 1 << 20);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<LogRecord> replayed = new ArrayList<>();
  private final WriteAheadLog log;

  TestLog(Disk disk, Path folder, WalConfig config, long releasedSequence) throws IOException {
    log = open(disk, folder, config, releasedSequence, -1, replayed::add);
  }

  /** A log whose owner knows that sequences up to this one were used. */
  TestLog(Disk disk, long usedSequence) throws IOException {
    log = open(disk, FOLDER, SMALL, -1, usedSequence, replayed::add);
  }

  TestLog(Disk disk) throws IOException {
    this(disk, FOLDER, SMALL, -1);
  }

  TestLog(Disk disk, WalConfig config) throws IOException {
    this(disk, FOLDER, config, -1);
  }

  TestLog(Disk disk, Replay.Handler handler) throws IOException {
    log = open(disk, FOLDER, SMALL, -1, -1, handler);
  }

  static WalConfig config(Durability durability, long segmentBytes, long maxBytes) {
    return new WalConfig(durability, Duration.ofMillis(5), segmentBytes, maxBytes, 1 << 20);
  }

  private WriteAheadLog open(
      Disk disk,
      Path folder,
      WalConfig config,
      long releasedSequence,
      long usedSequence,
      Replay.Handler handler)
      throws IOException {
    return WriteAheadLog.open(
        disk,
        folder,
        config,
        new WalMetrics(registry),
        "test-log",
        new WriteAheadLog.Known(releasedSequence, usedSequence),
        handler);
  }

  WriteAheadLog log() {
    return log;
  }

  /** What was given back when it was opened. */
  List<LogRecord> replayed() {
    return replayed;
  }

  List<Integer> replayedIds() {
    return replayed.stream().map(found -> TestAppend.id(found.body())).toList();
  }

  /** Appends the record of this id and waits for its end. */
  TestAppend append(int id) {
    TestAppend append = new TestAppend(id);
    if (!log.append(append)) {
      throw new AssertionError("refused: " + log.unready());
    }
    append.await();
    return append;
  }

  double metric(String name) {
    return registry.get(name).counter().count();
  }

  @Override
  public void close() {
    try {
      log.close();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
