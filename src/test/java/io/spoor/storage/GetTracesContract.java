// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static io.spoor.storage.StorageProbe.await;
import static io.spoor.storage.StorageProbe.idsOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reading traces by id, and what a cursor promises. */
interface GetTracesContract extends StorageContract {

  private void writeThree() {
    for (int trace = 1; trace <= 3; trace++) {
      probe().write(TestSpans.single(trace, 10L * trace, "s", "op"));
    }
  }

  private static TraceId id(long low) {
    return new TraceId(0, low);
  }

  @Test
  default void getTraces_givesNothingWhenNeverWritten() {
    assertThat(probe().get(id(1))).isEmpty();
  }

  @Test
  default void getTraces_givesNothingWhenNoneIsAskedFor() {
    writeThree();

    assertThat(probe().get()).isEmpty();
  }

  @Test
  default void getTraces_keepsTheOrderOfTheIds() {
    writeThree();

    assertThat(idsOf(probe().get(id(3), id(1), id(2)))).containsExactly(id(3), id(1), id(2));
  }

  @Test
  default void getTraces_leavesOutWhatIsNotThere() {
    writeThree();

    assertThat(idsOf(probe().get(id(9), id(2), new TraceId(1, 3)))).containsExactly(id(2));
  }

  @Test
  default void getTraces_givesATraceOnceWhenAskedTwice() {
    writeThree();

    assertThat(idsOf(probe().get(id(2), id(1), id(2)))).containsExactly(id(2), id(1));
    assertThat(StoredSpan.allOf(probe().get(id(2), id(2)))).hasSize(1);
  }

  @Test
  default void getTraces_separatesTracesOfOneBatch() {
    probe()
        .write(
            TestSpans.batch()
                .resource("s")
                .span(1, 10, "a")
                .span(2, 20, "b")
                .span(1, 11, "c")
                .build());

    assertThat(probe().get(id(1))).flatExtracting(GetTracesContract::names).contains("a", "c");
    assertThat(probe().get(id(2))).flatExtracting(GetTracesContract::names).containsExactly("b");
  }

  private static List<String> names(SpanBatch batch) {
    return java.util.stream.IntStream.range(0, batch.size())
        .mapToObj(row -> batch.span(row).name())
        .toList();
  }

  @Test
  default void getTraces_joinsATraceFromManyBatches() {
    SpanBatch shop = TestSpans.shop();
    for (int row = 0; row < shop.size(); row++) {
      probe().write(shop.select(new int[] {row}));
    }

    assertThat(probe().spans(shop.span(0).traceId()))
        .containsExactlyInAnyOrderElementsOf(StoredSpan.allOf(shop));
  }

  @Test
  default void getTraces_givesALargeTraceInChunks() {
    SpanBatch batch = LargeTrace.of(1, 100_000);
    probe().write(batch);
    probe().write(TestSpans.single(2, 1, "s", "op"));

    List<SpanBatch> chunks = probe().get(id(1), id(2)); // checks the size of each, too

    assertThat(idsOf(chunks)).containsExactly(id(1), id(2));
    boolean[] seen = new boolean[100_001];
    chunks.stream()
        .filter(chunk -> chunk.span(0).traceId().equals(id(1)))
        .forEach(chunk -> LargeTraceRows.mark(chunk, seen));
    assertThat(LargeTraceRows.count(seen)).isEqualTo(100_000);
  }

  @Test
  default void cursor_givesNothingAfterClose() {
    probe().write(LargeTrace.of(1, 3_000));
    BatchCursor cursor =
        await(storage().reader().getTraces(Tenant.DEFAULT, List.of(id(1)), StorageProbe.ample()));
    assertThat(await(cursor.next())).isPresent();

    cursor.close();
    cursor.close();

    assertThat(await(cursor.next())).isEmpty();
    assertThat(await(cursor.next())).isEmpty();
  }

  @Test
  default void cursor_staysAtItsEnd() {
    writeThree();
    BatchCursor cursor =
        await(storage().reader().getTraces(Tenant.DEFAULT, List.of(id(1)), StorageProbe.ample()));

    assertThat(await(cursor.next())).isPresent();
    assertThat(await(cursor.next())).isEmpty();
    assertThat(await(cursor.next())).isEmpty();
    assertThat(cursor.incomplete()).isEmpty();
    cursor.close();
  }
}
