// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import static io.spoor.storage.StorageProbe.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.model.Dependency;
import io.spoor.model.FoundTraces;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.storage.BatchCursor;
import io.spoor.storage.RandomComparison;
import io.spoor.storage.StorageProbe;
import io.spoor.storage.StoredSpan;
import io.spoor.storage.TestQueries;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading spans that lie in several blocks and in a head. */
class SealedReadTest {
  @TempDir Path folder;
  private SealedTraceStorage storage = new SealedTraceStorage(Path.of("."));
  private StorageProbe probe = new StorageProbe(storage);

  @BeforeEach
  void open() {
    storage = new SealedTraceStorage(folder);
    probe = new StorageProbe(storage);
  }

  @AfterEach
  void close() {
    await(storage.close());
  }

  private void writeAndSeal(SpanBatch batch) {
    probe.write(batch);
    storage.seal();
  }

  @Test
  void everyCall_answersAsTheNaiveModelWhereverSpansLie() {
    Random random = TestSeed.random();
    RandomComparison comparison = new RandomComparison(random);
    for (int round = 0; round < 12; round++) {
      for (int i = 0; i < 5; i++) {
        probe.write(comparison.batch(60));
        if (random.nextInt(3) == 0) {
          storage.seal();
        }
      }
      comparison.compare(probe);
    }
    comparison.compareTraces(probe);
    storage.seal();
    comparison.compare(probe);
    comparison.compareTraces(probe);
  }

  @Test
  void trace_isPutTogetherFromBlocksAndHeadWithoutCopies() {
    SpanBatch shop = TestSpans.shop();
    writeAndSeal(shop.select(new int[] {0, 1, 2}));
    writeAndSeal(shop.select(new int[] {2, 3, 1}));
    probe.write(shop);

    assertThat(probe.spans(shop.span(0).traceId()))
        .containsExactlyInAnyOrderElementsOf(StoredSpan.allOf(shop));
  }

  @Test
  void dependencies_ofATraceInSeveralPlacesCountCopiesOnce() {
    SpanBatch shop = TestSpans.shop();
    writeAndSeal(shop);
    List<Dependency> once = probe.dependencies(0, -1);
    writeAndSeal(shop.select(new int[] {1, 2, 3}));
    probe.write(shop.select(new int[] {0, 2}));

    assertThat(once).isNotEmpty();
    assertThat(probe.dependencies(0, -1)).isEqualTo(once);
  }

  @Test
  void dependencies_findAParentOutsideTheRangeInAnotherBlock() {
    writeAndSeal(TestSpans.batch().resource("parent").span(1, 1, "op").times(5, 1).build());
    writeAndSeal(
        TestSpans.batch().resource("child").span(1, 2, "op").parent(1).times(500, 1).build());

    assertThat(probe.dependencies(400, 600)).containsExactly(new Dependency("parent", "child", 1));
    assertThat(probe.dependencies(0, 400)).isEmpty();
  }

  @Test
  void trace_ofManyGroupsIsReadWholeAndCounted() {
    TestSpans batch = TestSpans.batch().resource("large");
    for (int span = 1; span <= 10_000; span++) {
      batch.span(7, span, "op").parent(span - 1).times(1_000 + span, 1);
    }
    writeAndSeal(batch.build());

    assertThat(storage.blocks().get(0).groups()).isGreaterThan(2);
    assertThat(probe.spans(new TraceId(0, 7))).hasSize(10_000).doesNotHaveDuplicates();
    assertThat(probe.dependencies(0, -1)).containsExactly(new Dependency("large", "large", 9_999));
    assertThat(probe.dependencies(9_000, 9_000))
        .containsExactly(new Dependency("large", "large", 1));
    assertThat(probe.findIds(TestQueries.any().starts(10_500, 10_999).build()))
        .containsExactly(new TraceId(0, 7));
  }

  @Test
  void search_skipsGroupsOutsideTheTimesAndWithoutTheValue() {
    for (int block = 0; block < 4; block++) {
      TestSpans batch = TestSpans.batch().resource("s");
      for (int span = 1; span <= 100; span++) {
        batch.span(1_000L * block + span, span, "op").times(1_000L * block + span, 1);
        batch.attribute("id", "value-" + block + "-" + span);
      }
      writeAndSeal(batch.build());
    }

    assertThat(probe.findIds(TestQueries.any().starts(2_000, 2_050).build())).hasSize(50);
    assertThat(probe.findIds(TestQueries.any().attribute("id", "value-3-9").build())).hasSize(1);
    double visited = storage.counted("storage.read.groups");
    double skipped = storage.counted("storage.skipped.groups");

    FoundTraces none =
        await(
            storage
                .reader()
                .findTraceIds(
                    Tenant.DEFAULT,
                    TestQueries.any().attribute("id", "value-9-9").build(),
                    StorageProbe.ample()));

    assertThat(none.traceIds()).isEmpty();
    assertThat(storage.counted("storage.skipped.groups") - skipped).isPositive();
    assertThat(storage.counted("storage.read.groups") - visited).isLessThanOrEqualTo(1);
  }

  @Test
  void cursor_readsABlockThatWasDeletedMeanwhile() {
    writeAndSeal(TestSpans.single(1, 1, "s", "op"));
    BatchCursor cursor =
        await(
            storage
                .reader()
                .getTraces(Tenant.DEFAULT, List.of(new TraceId(0, 1)), StorageProbe.ample()));
    storage.blocks().get(0).deleteWhenUnpinned();
    await(storage.close().otherwiseEmpty());

    // the reader is closed too, so the cursor gives nothing more; but its block is still there
    assertThat(storage.blocks()).isEmpty();
    assertThat(files()).hasSize(1);
    cursor.close();
    assertThat(files()).isEmpty();
  }

  private List<Path> files() {
    try (var files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void damage_isContainedAndSaid() throws IOException {
    for (int block = 1; block <= 3; block++) {
      TestSpans batch = TestSpans.batch().resource("s");
      IntStream.rangeClosed(1, 50).forEach(span -> batch.span(span, span, "op"));
      SpanBatch spans = batch.build();
      int number = block;
      writeAndSeal(
          spans.select(IntStream.range(0, 50).filter(row -> row % 3 == number - 1).toArray()));
    }
    breakGroup(storage.blocks().get(1).file());

    FoundTraces found =
        await(
            storage
                .reader()
                .findTraceIds(Tenant.DEFAULT, TestQueries.any().build(), StorageProbe.ample()));
    BatchCursor cursor =
        await(
            storage
                .reader()
                .getTraces(
                    Tenant.DEFAULT,
                    IntStream.rangeClosed(1, 50).mapToObj(id -> new TraceId(0, id)).toList(),
                    StorageProbe.ample()));
    List<SpanBatch> chunks = StorageProbe.drain(cursor);

    assertThat(found.traceIds()).hasSizeBetween(33, 34);
    assertThat(found.incomplete()).contains("0000000000000002.block");
    assertThat(StoredSpan.allOf(chunks)).hasSizeBetween(33, 34);
    assertThat(cursor.incomplete())
        .hasValueSatisfying(reason -> assertThat(reason).contains("2.block"));
    assertThat(storage.counted("storage.damaged.reads")).isPositive();
    assertThat(probe.services()).containsExactly("s");
  }

  /** Overwrites bytes near the beginning, where the first group is. */
  private static void breakGroup(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(100);
      byte[] old = new byte[300];
      bytes.readFully(old);
      for (int i = 0; i < old.length; i++) {
        old[i] ^= 0x55;
      }
      bytes.seek(100);
      bytes.write(old);
    }
  }
}
