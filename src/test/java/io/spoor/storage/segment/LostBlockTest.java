// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.disk.FileSystemDisk;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.storage.BatchCursor;
import io.spoor.storage.StorageProbe;
import io.spoor.storage.segment.read.SegmentTraceReader;
import io.spoor.telemetry.SegmentReadMetrics;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Block files that somebody deletes, damages or took from a later version, on a real disk. */
class LostBlockTest {
  private final TestClock clock = new TestClock();

  @TempDir private Path folder;

  private TestStore open() throws Exception {
    return new TestStore(new FileSystemDisk(), clock, TestStore.at(folder));
  }

  /** Blocks of a span each. */
  private void blocks(TestStore store, int from, int to) throws Exception {
    for (int trace = from; trace <= to; trace++) {
      store.write(trace, 1);
      store.seal();
    }
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("tenants/default"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void deletedWhileRunningItAnswersUntilTheEndAndIsCountedAtTheNextStart() throws Exception {
    try (TestStore store = open()) {
      blocks(store, 1, 2);
      Files.delete(files().get(0));
      assertThat(store.spans()).containsExactly("1/1", "2/1");
      store.write(3, 1);
      assertThat(store.spans()).containsExactly("1/1", "2/1", "3/1");
      assertThat(store.count("segment.missing.blocks")).isZero();
    }
    try (TestStore store = open()) {
      assertThat(store.count("segment.missing.blocks")).isEqualTo(1);
      assertThat(store.spans()).containsExactly("2/1", "3/1");
    }
    try (TestStore store = open()) {
      assertThat(store.count("segment.missing.blocks")).isZero();
    }
  }

  @Test
  void deletedWhileRunningItIsRescuedByAMerge() throws Exception {
    try (TestStore store = open()) {
      blocks(store, 1, 4);
      Files.delete(files().get(1));
      store.maintain();
      assertThat(store.blocks()).isEqualTo(1);
    }
    try (TestStore store = open()) {
      assertThat(store.spans()).containsExactly("1/1", "2/1", "3/1", "4/1");
      assertThat(store.count("segment.missing.blocks")).isZero();
    }
  }

  @Test
  void whatWasMergedOrRetiredIsNotMissed() throws Exception {
    try (TestStore store = open()) {
      blocks(store, 1, 4);
      store.maintain();
      clock.pass(Duration.ofDays(4));
      blocks(store, 5, 5);
      store.maintain();
      assertThat(store.spans()).containsExactly("5/1");
    }
    try (TestStore store = open()) {
      assertThat(store.count("segment.missing.blocks")).isZero();
    }
  }

  @Test
  void damagedBeforeAStartItIsCountedAndTheRestIsServed() throws Exception {
    try (TestStore store = open()) {
      blocks(store, 1, 2);
    }
    Path damaged = files().get(0);
    damage(damaged, Files.size(damaged) - 20);
    try (TestStore store = open()) {
      assertThat(store.count("segment.damaged.blocks")).isEqualTo(1);
      assertThat(store.count("segment.missing.blocks")).isZero();
      assertThat(store.spans()).containsExactly("2/1");
      blocks(store, 3, 6);
      store.maintain();
      assertThat(store.spans()).containsExactly("2/1", "3/1", "4/1", "5/1", "6/1");
      assertThat(files()).contains(damaged);
    }
  }

  @Test
  void damagedWhileRunningReadsSayWhatIsMissingAndGiveTheRest() throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (TestStore store = open()) {
      blocks(store, 1, 2);
      Path damaged = files().get(0);
      for (int at = 64; at < 200; at++) {
        damage(damaged, at);
      }
      SegmentTraceReader reader =
          new SegmentTraceReader(store.store(), 1, new SegmentReadMetrics(meters));
      BatchCursor cursor =
          StorageProbe.await(
              reader.getTraces(
                  Tenant.DEFAULT,
                  List.of(new TraceId(0, 1), new TraceId(0, 2)),
                  StorageProbe.ample()));
      List<SpanBatch> chunks = new ArrayList<>();
      Optional<SpanBatch> chunk = StorageProbe.await(cursor.next());
      while (chunk.isPresent()) {
        chunks.add(chunk.get());
        chunk = StorageProbe.await(cursor.next());
      }
      assertThat(chunks).hasSize(1);
      assertThat(chunks.get(0).spans().traceIdLow(0)).isEqualTo(2);
      assertThat(cursor.incomplete())
          .hasValueSatisfying(
              reason -> assertThat(reason).contains(damaged.getFileName().toString()));
      assertThat(meters.get("storage.damaged.reads").counter().count()).isPositive();
      cursor.close();
      StorageProbe.await(reader.close());
    }
  }

  private static void damage(Path file, long at) throws Exception {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) ~one.get(0)).flip();
      channel.write(one, at);
    }
  }

  /** Changes the major version in the head of a file, whose checksum stands here. */
  private static void toVersion99(byte[] content, int checksumAt) {
    ByteBuffer head = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    CRC32C checksum = new CRC32C();
    checksum.update(head.putShort(8, (short) 99).slice(0, checksumAt));
    head.putInt(checksumAt, (int) checksum.getValue());
  }

  @Test
  void ofALaterVersionItStopsTheStartWhichChangesNothing() throws Exception {
    try (TestStore store = open()) {
      blocks(store, 1, 2);
    }
    Path later = files().get(1);
    Path leftover =
        Files.writeString(folder.resolve("tenants/default/00000000000000ff.block.tmp"), "");
    byte[] before = Files.readAllBytes(later);
    byte[] changed = before.clone();
    toVersion99(changed, 20);
    Files.write(later, changed);
    assertThatThrownBy(() -> open().close())
        .hasMessageContaining(later.toString())
        .hasMessageContaining("99");
    assertThat(leftover).exists();
    Files.write(later, before);
    try (TestStore store = open()) {
      assertThat(store.spans()).containsExactly("1/1", "2/1");
    }
  }

  @Test
  void aLogOfALaterVersionStopsTheStartWhichChangesNothing() throws Exception {
    try (TestStore store = open()) {
      store.write(1, 1);
    }
    Path log;
    try (Stream<Path> files = Files.list(folder.resolve("wal"))) {
      log = files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
    }
    byte[] before = Files.readAllBytes(log);
    byte[] changed = before.clone();
    toVersion99(changed, 52);
    System.arraycopy(changed, 0, changed, 56, 56); // the second copy
    Files.write(log, changed);
    assertThatThrownBy(() -> open().close()).hasMessageContaining("version");
    Files.write(log, before);
    try (TestStore store = open()) {
      assertThat(store.spans()).containsExactly("1/1");
    }
  }
}
