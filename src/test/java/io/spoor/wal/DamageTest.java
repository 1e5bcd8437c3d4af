// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.disk.FaultyDisk;
import io.spoor.disk.FaultyDisk.Fault;
import io.spoor.disk.FaultyDisk.Kept;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A small log of several files, damaged at every place. */
class DamageTest {
  private static final int FAILED_ID = 4;

  /** Where a record lies. */
  private record Place(Path path, int start, int end) {}

  private final Map<Integer, Place> places = new TreeMap<>(); // by id
  private final Map<Path, byte[]> files = new TreeMap<>();
  private final Map<Path, Integer> counted = new TreeMap<>(); // how much of each file counts

  /** Files of a few records each, one with a group behind it that failed and was not cut off. */
  @BeforeEach
  void write() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    try (TestLog log = new TestLog(disk)) {
      for (int id = 0; id < FAILED_ID; id++) {
        log.append(id);
      }
      log.append(10);
      disk.failAt(disk.calls() + 1, Fault.FAILS, false); // its sync
      assertThat(log.append(FAILED_ID).isDurable()).isFalse();
      log.append(11);
      log.append(12);
      log.append(13);
    }
    FaultyDisk after = disk.crash(Kept.EVERYTHING, new Random(1));
    for (Path path : after.list(TestLog.FOLDER)) {
      files.put(path, after.content(path));
      counted.put(path, after.content(path).length);
      locate(path, after.content(path));
    }
    assertThat(places.keySet()).containsExactly(0, 1, 2, 3, 10, 11, 12, 13);
    assertThat(files).hasSizeGreaterThanOrEqualTo(4);
    bringBackFailedGroup();
  }

  private void locate(Path path, byte[] content) throws IOException {
    RecordReader reader = reader(content);
    while (reader.next()) {
      int id = TestAppend.id(reader.read().body());
      places.put(id, new Place(path, (int) reader.start(), (int) reader.end()));
    }
  }

  private static RecordReader reader(byte[] content) throws IOException {
    FaultyDisk disk = new FaultyDisk();
    disk.damage(TestLog.FOLDER, content);
    RecordDescriptor descriptor = descriptor(content);
    return new RecordReader(
        disk.open(TestLog.FOLDER), descriptor, SegmentDescriptor.BYTES, content.length);
  }

  private static RecordDescriptor descriptor(byte[] content) throws IOException {
    return new RecordDescriptor(
        SegmentDescriptor.decode(content, content.length).orElseThrow().salt());
  }

  /** The cut is lost: the failed record is whole in its file, behind what counts of it. */
  private void bringBackFailedGroup() throws IOException {
    Path path = requireNonNull(places.get(10)).path();
    byte[] content = requireNonNull(files.get(path));
    TestAppend failed = new TestAppend(FAILED_ID);
    byte[] head = new byte[RecordDescriptor.HEADER_BYTES + failed.tenant().length()];
    byte[] tenant = failed.tenant().getBytes(StandardCharsets.US_ASCII);
    int headBytes = descriptor(content).putHead(head, 5, tenant, failed.body());
    byte[] longer = Arrays.copyOf(content, content.length + headBytes + failed.body().length);
    System.arraycopy(head, 0, longer, content.length, headBytes);
    System.arraycopy(failed.body(), 0, longer, content.length + headBytes, failed.body().length);
    files.put(path, longer);
    assertThat(records(longer)).as("the failed record is sound").isEqualTo(records(content) + 1);
  }

  private static int records(byte[] content) throws IOException {
    RecordReader reader = reader(content);
    int records = 0;
    while (reader.next()) {
      records++;
    }
    return records;
  }

  @Test
  void failedGroupThatIsStillInItsFileIsNotGivenBack() throws IOException {
    check(Map.of(), Set.of(), false);
  }

  @Test
  void flippedBitCostsAtMostTheRecordThatItIsIn() throws IOException {
    for (Path path : files.keySet()) {
      byte[] content = requireNonNull(files.get(path));
      for (int bit = 0; bit < content.length * 8; bit++) {
        byte[] damaged = content.clone();
        damaged[bit / 8] ^= (byte) (1 << (bit % 8));
        boolean counts = bit / 8 < counted.getOrDefault(path, 0);
        check(Map.of(path, damaged), idsAt(path, bit / 8, bit / 8 + 1), counts);
      }
    }
  }

  @Test
  void shortenedFileCostsOnlyWhatIsCutOff() throws IOException {
    for (Path path : files.keySet()) {
      byte[] content = requireNonNull(files.get(path));
      for (int length = 0; length < content.length; length++) {
        Set<Integer> lost = idsAt(path, length, content.length);
        boolean cleanEnd = path.equals(last()) && isEndOfARecord(path, length);
        boolean counts =
            length < counted.getOrDefault(path, 0) && !cleanEnd && !isNothing(path, length);
        if (path.equals(afterFailure()) && length < SegmentDescriptor.COPY_BYTES) {
          continue; // what says where the file before ends is lost, and so was the cut
        }
        check(Map.of(path, Arrays.copyOf(content, length)), lost, counts);
      }
    }
  }

  @Test
  void missingFileIsNoticedAndCostsOnlyItsRecords() throws IOException {
    Path middle = requireNonNull(places.get(3)).path();
    Set<Integer> lost = idsAt(middle, 0, Integer.MAX_VALUE);
    assertThat(lost).isNotEmpty();
    files.remove(middle);
    check(Map.of(), lost, true);
  }

  /** The last file ends where one could have ended that had just been begun. */
  private boolean isNothing(Path path, int length) {
    return path.equals(last()) && length < SegmentDescriptor.COPY_BYTES;
  }

  private boolean isEndOfARecord(Path path, int length) {
    return length == SegmentDescriptor.BYTES
        || places.values().stream()
            .anyMatch(place -> place.path().equals(path) && place.end() == length);
  }

  private Path afterFailure() {
    List<Path> paths = List.copyOf(files.keySet());
    return paths.get(paths.indexOf(requireNonNull(places.get(10)).path()) + 1);
  }

  private Path last() {
    return List.copyOf(files.keySet()).get(files.size() - 1);
  }

  private Set<Integer> idsAt(Path path, int from, int to) {
    Set<Integer> ids = new HashSet<>();
    places.forEach(
        (id, place) -> {
          if (place.path().equals(path) && from < place.end() && to > place.start()) {
            ids.add(id);
          }
        });
    return ids;
  }

  private void check(Map<Path, byte[]> damaged, Set<Integer> lost, boolean detected)
      throws IOException {
    FaultyDisk disk = new FaultyDisk();
    files.forEach(disk::damage);
    damaged.forEach(disk::damage);
    List<Integer> expected = new ArrayList<>(places.keySet());
    expected.removeAll(lost);
    try (TestLog log = new TestLog(disk)) {
      assertThat(log.replayedIds()).isEqualTo(expected);
      assertThat(log.replayed())
          .allSatisfy(
              record -> {
                int id = TestAppend.id(record.body());
                assertThat(record.body()).isEqualTo(new TestAppend(id).body());
                assertThat(record.tenant()).isEqualTo(new TestAppend(id).tenant());
              });
      double noticed = log.metric("wal.damaged.bytes") + log.metric("wal.torn.bytes");
      assertThat(noticed > 0).as("noticed " + noticed).isEqualTo(detected);
      assertThat(log.append(99).isDurable()).isTrue();
    }
  }
}
