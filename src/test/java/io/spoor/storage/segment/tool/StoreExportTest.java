// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.TestSpans;
import io.spoor.codec.otlp.OtlpProtoEncoder;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import io.spoor.storage.StoredSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreExportTest {
  private static final Selection ALL = Selection.all(Tenant.DEFAULT);
  private static final Tenant OTHER = new Tenant("other");

  private final SpanBatch first = TestSpans.shop(1, TestSpans.START);
  private final SpanBatch second = TestSpans.shop(2, TestSpans.START + 1_000_000_000);
  private final SpanBatch third = TestSpans.shop(3, TestSpans.START + 2_000_000_000);
  private final SpanBatch lone = TestSpans.single(7, 1, "lone", "tick");

  @TempDir Path folder;
  private TestStore store;

  @BeforeEach
  void open() throws IOException {
    store = new TestStore(folder);
  }

  @AfterEach
  void close() throws InterruptedException {
    store.close();
  }

  @Test
  void givesWhatIsInBlocksAndInTheLogEachOnce() throws IOException {
    long sealed = store.append(first);
    store.append(second);
    store.block(1, sealed, first);
    store.block(2, -1, third);

    assertSame(store.exported(ALL), first, second, third);
  }

  @Test
  void leavesOutBlocksThatWereMergedIntoAnother() throws IOException {
    store.block(1, 1, first);
    store.block(2, 2, second);
    store.block(Tenant.DEFAULT, 3, 2, List.of(1L, 2L), first, second);

    assertSame(store.exported(ALL), first, second);
  }

  @Test
  void givesNothingOfAnotherTenant() throws IOException {
    store.block(1, -1, first);
    store.append(OTHER, OtlpProtoEncoder.encode(second));
    store.block(OTHER, 2, -1, List.of(), third);

    assertSame(store.exported(ALL), first);
    assertSame(store.exported(Selection.all(OTHER)), second, third);
  }

  @Test
  void givesWholeTracesByTheirIds() throws IOException {
    store.block(1, -1, first, second, lone);
    store.append(third);

    assertSame(store.exported(ids(2, 3)), second, third);
    assertThat(store.exported(ids(99))).isEmpty();
  }

  @Test
  void givesWholeTracesOfWhichOneSpanFulfilsAllConditions() throws IOException {
    store.block(1, -1, first, lone);
    store.append(second);
    Selection carts = where("cart", Map.of("cart.items", "3"), 0, -1);
    Selection secondCart = where("cart", Map.of(), TestSpans.START + 1_000_000_000, -1);

    assertSame(store.exported(carts), first, second);
    assertSame(store.exported(secondCart), second);
    assertSame(store.exported(where("lone", Map.of(), 0, -1)), lone);
    assertThat(store.exported(where("mail", Map.of("cart.items", "3"), 0, -1))).isEmpty();
  }

  @Test
  void leavesOutWhatIsDamagedAndSaysSo() throws IOException {
    Path damaged = store.block(1, -1, first);
    store.block(2, -1, second);
    store.append(Tenant.DEFAULT, new byte[] {1, 2, 3});
    store.damage(damaged, 60);

    try (StoreFolder opened = StoreFolder.open(store.disk(), folder)) {
      StoreExport export = new StoreExport(opened, ALL);
      List<StoredSpan> spans = new ArrayList<>();
      export.run(batch -> spans.addAll(StoredSpan.allOf(batch)));

      assertSame(spans, second);
      assertThat(export.spans()).isEqualTo(second.size());
      assertThat(export.damages())
          .anySatisfy(damage -> assertThat(damage).contains(damaged.toString()))
          .anySatisfy(damage -> assertThat(damage).contains("log record"))
          .hasSize(2);
    }
  }

  @Test
  void goesOnReadingFilesThatAreDeletedMeanwhile() throws IOException {
    Path block = store.block(1, -1, first);
    store.append(second);

    try (StoreFolder opened = StoreFolder.open(store.disk(), folder)) {
      store.disk().delete(block);
      store.disk().delete(store.disk().list(folder.resolve("wal")).get(0));
      List<StoredSpan> spans = new ArrayList<>();
      new StoreExport(opened, ALL).run(batch -> spans.addAll(StoredSpan.allOf(batch)));

      assertSame(spans, first, second);
    }
  }

  @Test
  void refusesAFolderWithoutAStore() {
    assertThatThrownBy(() -> StoreFolder.open(store.disk(), folder.resolve("elsewhere")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no store");
  }

  private static Selection ids(long... lows) {
    Set<TraceId> ids = new java.util.HashSet<>();
    for (long low : lows) {
      ids.add(new TraceId(0x5b0c, low));
    }
    return new Selection(Tenant.DEFAULT, ids, null);
  }

  private static Selection where(
      String service, Map<String, String> attributes, long start, long end) {
    return new Selection(
        Tenant.DEFAULT,
        Set.of(),
        new TraceQuery(
            service, null, attributes, start, end, Long.MIN_VALUE, Long.MAX_VALUE, 1, null, null));
  }

  private static void assertSame(List<StoredSpan> found, SpanBatch... expected) {
    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(expected).flatMap(batch -> StoredSpan.allOf(batch).stream()).toList());
  }
}
