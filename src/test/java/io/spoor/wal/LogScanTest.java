// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.disk.Disk;
import io.spoor.disk.DiskFile;
import io.spoor.disk.FileSystemDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogScanTest {
  private final Disk disk = new FileSystemDisk();

  @TempDir Path folder;

  @Test
  void aFolderThatIsNotThereHasNoRecords() throws IOException {
    try (LogScan scan = LogScan.open(disk, folder.resolve("missing"))) {
      assertThat(scan.files()).isZero();
      assertThat(ids(scan)).isEmpty();
    }
  }

  @Test
  void givesTheRecordsOfALogThatIsOpen() throws Exception {
    try (TestLog log = log()) {
      appendAll(log, 0, 20);

      try (LogScan scan = LogScan.open(disk, folder)) {
        assertThat(scan.files()).isGreaterThan(2);
        assertThat(scan.bytes()).isPositive();
        assertThat(ids(scan)).containsExactlyElementsOf(numbers(0, 20));
      }
    }
  }

  @Test
  void keepsWhatTheLogDeletesMeanwhile() throws Exception {
    try (TestLog log = log()) {
      appendAll(log, 0, 20);

      try (LogScan scan = LogScan.open(disk, folder)) {
        log.log().release(15);
        appendAll(log, 20, 40);

        assertThat(ids(scan)).containsExactlyElementsOf(numbers(0, 20));
      }
    }
  }

  @Test
  void aCopyGivesTheSameRecords() throws Exception {
    Path copy = folder.resolve("copy");
    try (TestLog log = log()) {
      appendAll(log, 0, 20);
      try (LogScan scan = LogScan.open(disk, folder)) {
        appendAll(log, 20, 22);
        scan.copyTo(disk, copy);
      }
    }

    try (TestLog copied = new TestLog(disk, copy, TestLog.SMALL, -1)) {
      assertThat(copied.replayedIds()).containsExactlyElementsOf(numbers(0, 20));
    }
  }

  @Test
  void countsDamageAndTornEndsWithoutChangingThem() throws Exception {
    try (TestLog log = log()) {
      appendAll(log, 0, 20);
    }
    List<Path> files = disk.list(folder);
    flip(files.get(1), SegmentDescriptor.BYTES + RecordDescriptor.HEADER_BYTES);
    cut(files.get(files.size() - 1), 1);

    try (LogScan scan = LogScan.open(disk, folder)) {
      List<Integer> ids = new ArrayList<>();
      LogScan.Report report = scan.read(found -> ids.add(TestAppend.id(found.body())));

      assertThat(ids).hasSize(18).isSorted();
      assertThat(report.records()).isEqualTo(18);
      assertThat(report.damagedBytes()).isPositive();
      assertThat(report.tornBytes()).isPositive();
    }
    assertThat(disk.list(folder)).isEqualTo(files);
  }

  @Test
  void countsRecordsThatCannotBeUnderstood() throws Exception {
    try (TestLog log = log()) {
      appendAll(log, 0, 3);
      try (LogScan scan = LogScan.open(disk, folder)) {
        LogScan.Report report =
            scan.read(
                found -> {
                  throw new PoisonRecordException("bad", new IOException());
                });

        assertThat(report).isEqualTo(new LogScan.Report(3, 3, 0, 0));
      }
    }
  }

  private TestLog log() throws IOException {
    return new TestLog(disk, folder, TestLog.SMALL, -1);
  }

  private static void appendAll(TestLog log, int from, int to) {
    for (int id = from; id < to; id++) {
      log.append(id);
    }
  }

  private static List<Integer> ids(LogScan scan) throws IOException {
    List<Integer> ids = new ArrayList<>();
    scan.read(found -> ids.add(TestAppend.id(found.body())));
    return ids;
  }

  private static List<Integer> numbers(int from, int to) {
    return java.util.stream.IntStream.range(from, to).boxed().toList();
  }

  private void flip(Path path, long position) throws IOException {
    try (DiskFile file = disk.open(path)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      file.read(one, position);
      one.put(0, (byte) (one.get(0) ^ 1)).rewind();
      file.write(one, position);
    }
  }

  private void cut(Path path, int bytes) throws IOException {
    try (DiskFile file = disk.open(path)) {
      file.truncate(file.size() - bytes);
    }
  }
}
