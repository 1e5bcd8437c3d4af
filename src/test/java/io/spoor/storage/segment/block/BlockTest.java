// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.disk.FaultyDisk;
import io.spoor.disk.FileSystemDisk;
import io.spoor.model.ByteHash;
import io.spoor.model.SpanBatch;
import io.spoor.model.TraceId;
import io.spoor.storage.RandomTraces;
import io.spoor.storage.segment.column.Dictionary;
import io.spoor.storage.segment.column.FilterEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockTest {
  private final FaultyDisk disk = new FaultyDisk();

  @Test
  void holdsEverySpanInItsOrder() throws IOException {
    Random random = TestSeed.random();
    for (int round = 0; round < 20; round++) {
      List<SpanBatch> batches = new ArrayList<>();
      RandomTraces traces = new RandomTraces(random);
      for (int i = random.nextInt(8); i >= 0; i--) {
        batches.add(traces.batch(60));
        batches.add(TestSpans.random(random, 1 + random.nextInt(60)));
      }
      FaultyDisk fresh = new FaultyDisk();
      Block written = TestBlocks.write(fresh, batches);
      assertThat(TestBlocks.read(written)).isEqualTo(TestBlocks.ordered(batches));
      written.unpin();
      Block opened = Block.open(fresh, TestBlocks.FILE, TestBlocks.cache());
      assertThat(TestBlocks.read(opened)).isEqualTo(TestBlocks.ordered(batches));
      assertThat(opened.origin()).isEqualTo(TestBlocks.ORIGIN);
      assertThat(opened.rows()).isEqualTo(batches.stream().mapToInt(SpanBatch::size).sum());
      assertThat(opened.bytes()).isEqualTo(fresh.content(TestBlocks.FILE).length);
      assertThat(opened.traces()).isEqualTo(TestBlocks.traces(batches).size());
    }
  }

  @Test
  void findsEachTraceAndNoOther() throws IOException {
    Random random = TestSeed.random();
    List<SpanBatch> batches = new ArrayList<>();
    Set<TraceId> present = new HashSet<>();
    TestSpans batch = TestSpans.batch().resource("a");
    for (int i = 0; i < 12_000; i++) {
      TraceId trace = new TraceId(random.nextLong(), random.nextLong());
      present.add(trace);
      batch.span(trace, 1 + i, "x").times(random.nextInt(1000), 1);
    }
    batches.add(batch.build());
    Block block = TestBlocks.write(disk, batches);
    assertThat(block.groups()).isGreaterThan(2);
    for (TraceId trace : present) {
      int group = block.findTrace(trace.high(), trace.low(), ReadMeter.NONE);
      assertThat(group).isNotNegative();
      assertThat(block.group(group, ReadMeter.NONE).traces())
          .anyMatch(run -> new TraceId(run.idHigh(), run.idLow()).equals(trace));
    }
    for (int i = 0; i < 10_000; i++) {
      TraceId absent = new TraceId(random.nextLong(), random.nextLong());
      assertThat(block.findTrace(absent.high(), absent.low(), ReadMeter.NONE)).isEqualTo(-1);
    }
    for (TraceId trace : present) {
      assertThat(block.findTrace(trace.low(), trace.high(), ReadMeter.NONE)).isEqualTo(-1);
    }
  }

  @Test
  void knowsTheLongestSpanOfEachServiceInEachGroup() throws IOException {
    Random random = TestSeed.random();
    List<SpanBatch> batches = new ArrayList<>();
    for (int service = 0; service < 6; service++) {
      TestSpans batch = TestSpans.batch().resource("service-" + service);
      for (int i = 1; i <= 2_000; i++) {
        batch
            .span(random.nextInt(2_000) + 1, service * 10_000L + i, "x")
            .times(random.nextInt(1_000) * 1_000L, random.nextInt(1_000_000) - 10);
      }
      batches.add(batch.build());
    }
    Block block = TestBlocks.write(disk, batches);
    assertThat(block.groups()).isGreaterThan(2);
    for (int i = 0; i < 200; i++) {
      String service = "service-" + random.nextInt(7);
      long least = random.nextInt(4) == 0 ? 1_000_000 : 999_000 + random.nextInt(1_000);
      BitSet found = block.groupsWithService(service(service), least, ReadMeter.NONE);
      assertThat(found).isEqualTo(groupsWith(block, service, least));
    }
  }

  private static BitSet groupsWith(Block block, String service, long leastDuration)
      throws IOException {
    BitSet groups = new BitSet();
    for (int number = 0; number < block.groups(); number++) {
      RowGroup group = block.group(number, ReadMeter.NONE);
      SpanBatch scopes = group.scopes();
      for (int row = 0; row < group.rows(); row++) {
        int resource = scopes.scopes().resource((int) group.scopeRows()[row]);
        String name = scopes.strings().string(scopes.resources().serviceName(resource));
        if (name.equals(service) && group.durations()[row] >= leastDuration) {
          groups.set(number);
        }
      }
    }
    return groups;
  }

  private static long service(String name) {
    byte[] key = FilterEntry.SERVICE;
    byte[] value = name.getBytes(StandardCharsets.UTF_8);
    return FilterEntry.text(ByteHash.of(key, 0, key.length), ByteHash.of(value, 0, value.length));
  }

  @Test
  void doesNotDenyServicesOfWhichItHasTooMany() throws IOException {
    List<SpanBatch> batches = new ArrayList<>();
    for (int service = 0; service <= LongestSpansBuilder.MAX_SERVICES; service++) {
      batches.add(
          TestSpans.batch()
              .resource("s" + service)
              .span(1, 1 + service, "x")
              .times(service, 5)
              .build());
    }
    Block block = TestBlocks.write(disk, batches);
    String last = "s" + LongestSpansBuilder.MAX_SERVICES;

    assertThat(block.groupsWithService(service("s0"), 6, ReadMeter.NONE)).isEqualTo(new BitSet());
    assertThat(block.groupsWithService(service("s0"), 5, ReadMeter.NONE))
        .isNotEqualTo(new BitSet());
    assertThat(block.groupsWithService(service(last), 6, ReadMeter.NONE)).isNull();
  }

  @Test
  void lookupReadsOnePageOfTheIndexAndOneGroupsTraces() throws IOException {
    TestSpans batch = TestSpans.batch().resource("a");
    for (int i = 1; i < 20_000; i++) {
      batch.span(i, i, "x").at(i, 1);
    }
    Block block = TestBlocks.write(disk, List.of(batch.build()));
    block.dictionary(ReadMeter.NONE);
    AtomicLong reads = new AtomicLong();
    AtomicLong bytes = new AtomicLong();
    ReadMeter meter =
        read -> {
          reads.incrementAndGet();
          bytes.addAndGet(read);
        };
    assertThat(block.findTrace(1, 1, meter)).isEqualTo(-1);
    assertThat(bytes).hasValueLessThanOrEqualTo(4_100);
    assertThat(reads).hasValueLessThanOrEqualTo(1);
    bytes.set(0);
    int group = block.findTrace(0, 777, meter);
    assertThat(group).isNotNegative();
    assertThat(bytes).hasValueLessThan(block.groupBytes(group) + 4_100);
    bytes.set(0);
    block.wholeGroup(group, meter);
    assertThat(bytes).hasValue(block.groupBytes(group));
  }

  @Test
  void meterThatThrowsStopsTheRead() throws IOException {
    Block block = TestBlocks.write(disk, List.of(TestSpans.shop()));
    ReadMeter exhausted =
        bytes -> {
          throw new IllegalStateException("enough");
        };
    assertThatThrownBy(() -> block.findTrace(0x5b0c, 1, exhausted)).hasMessage("enough");
    assertThatThrownBy(() -> block.catalogue(exhausted)).hasMessage("enough");
    assertThatThrownBy(() -> block.dictionary(exhausted)).hasMessage("enough");
    assertThatThrownBy(() -> block.wholeGroup(0, exhausted)).hasMessage("enough");
    assertThat(block.catalogue(ReadMeter.NONE).operations()).isNotEmpty();
  }

  @Test
  void traceLargerThanAGroupGoesOnInTheNext() throws IOException {
    Random random = TestSeed.random();
    TestSpans batch = TestSpans.batch().resource("a");
    for (int i = 0; i < 10_000; i++) {
      batch.span(7, 1 + i, "x").at(100 + random.nextInt(1_000), 1);
    }
    for (int trace = 100; trace < 400; trace++) {
      for (int i = 0; i < 20; i++) {
        batch.span(trace, 1 + i, "x").at(trace, 1);
      }
    }
    List<SpanBatch> batches = List.of(batch.build());
    Block block = TestBlocks.write(disk, batches);
    assertThat(TestBlocks.read(block)).isEqualTo(TestBlocks.ordered(batches));
    int found = 0;
    for (int group = block.findTrace(0, 7, ReadMeter.NONE); group < block.groups(); group++) {
      for (RowGroup.TraceRun run : block.group(group, ReadMeter.NONE).traces()) {
        found += run.idLow() == 7 ? run.endRow() - run.firstRow() : 0;
      }
    }
    assertThat(found).isEqualTo(10_000);
    Set<TraceId> met = new HashSet<>();
    for (int group = 0; group < block.groups(); group++) {
      for (RowGroup.TraceRun run : block.group(group, ReadMeter.NONE).traces()) {
        boolean isNew = met.add(new TraceId(run.idHigh(), run.idLow()));
        assertThat(isNew || run.idLow() == 7).as("small trace %s is cut", run).isTrue();
      }
    }
  }

  @Test
  void statsBoundTheSpansOfTheGroup() throws IOException {
    Random random = TestSeed.random();
    List<SpanBatch> batches = List.of(new RandomTraces(random).batch(400));
    Block block = TestBlocks.write(disk, batches);
    for (int group = 0; group < block.groups(); group++) {
      GroupStats stats = block.stats(group);
      long[] starts = block.group(group, ReadMeter.NONE).starts();
      assertThat(starts).hasSize(stats.rows());
      assertThat(LongStream.of(starts).map(start -> start ^ Long.MIN_VALUE))
          .allMatch(start -> start >= (stats.startMin() ^ Long.MIN_VALUE))
          .allMatch(start -> start <= (stats.startMax() ^ Long.MIN_VALUE))
          .allMatch(start -> start >= (block.startMin() ^ Long.MIN_VALUE))
          .allMatch(start -> start <= (block.startMax() ^ Long.MIN_VALUE));
    }
  }

  @Test
  void emptyBlockHasNothing() throws IOException {
    Block block = TestBlocks.write(disk, List.of());
    assertThat(block.groups()).isZero();
    assertThat(block.rows()).isZero();
    assertThat(block.findTrace(1, 1, ReadMeter.NONE)).isEqualTo(-1);
    assertThat(block.groupsWithAny(ReadMeter.NONE, 1, 2, 3).isEmpty()).isTrue();
    BlockCatalogue catalogue = block.catalogue(ReadMeter.NONE);
    assertThat(catalogue).isEqualTo(new BlockCatalogue(List.of(), true, List.of(), true));
  }

  @Test
  void closesAndDeletesWithTheLastPin() throws IOException {
    Block block = TestBlocks.write(disk, List.of(TestSpans.shop()));
    assertThat(block.pin()).isTrue();
    block.deleteWhenUnpinned();
    block.unpin();
    assertThat(disk.list(TestBlocks.FOLDER)).containsExactly(TestBlocks.FILE);
    assertThat(TestBlocks.read(block)).hasSize(10);
    block.unpin();
    assertThat(disk.list(TestBlocks.FOLDER)).isEmpty();
    assertThat(block.pin()).isFalse();
    assertThatThrownBy(() -> block.group(0, ReadMeter.NONE)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> block.findTrace(1, 1, ReadMeter.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(block::unpin).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void isReadThoughItsFileIsDeleted(@TempDir Path folder) throws IOException {
    FileSystemDisk files = new FileSystemDisk();
    List<SpanBatch> batches = List.of(TestSpans.shop());
    Block block = TestBlocks.write(files, folder, batches);
    files.delete(block.file());
    assertThat(TestBlocks.read(block)).isEqualTo(TestBlocks.ordered(batches));
    RowGroup group = block.group(0, ReadMeter.NONE);
    block.unpin();
    assertThatThrownBy(() -> group.spans(new int[] {0}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("000000000000001f.block")
        .hasMessageContaining("group 0");
  }

  @Test
  void dictionaryIsReadOnceForAllThreads() throws Exception {
    Block block = TestBlocks.write(disk, List.of(TestSpans.shop()));
    AtomicLong reads = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Callable<Dictionary> ask = () -> block.dictionary(bytes -> reads.incrementAndGet());
    Set<Dictionary> answers = new HashSet<>();
    for (Future<Dictionary> answer : threads.invokeAll(List.of(ask, ask, ask, ask))) {
      answers.add(answer.get());
    }
    threads.shutdown();
    assertThat(answers).hasSize(1);
    assertThat(reads).hasValue(1);
  }

  @Test
  void cacheIsBounded() throws IOException {
    BlockCache cache = new BlockCache(1_000);
    Block block = TestBlocks.write(disk, List.of(TestSpans.shop()));
    block.unpin();
    Block opened = Block.open(disk, TestBlocks.FILE, cache);
    for (int i = 0; i < 10; i++) {
      opened.catalogue(ReadMeter.NONE);
      opened.dictionary(ReadMeter.NONE);
    }
    assertThat(cache.bytes()).isLessThanOrEqualTo(1_000);
  }
}
