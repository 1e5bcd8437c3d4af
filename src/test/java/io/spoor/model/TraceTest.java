// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTest {
  private final SpanBatch batch =
      TestSpans.batch()
          .resource("service")
          .span(1, 1, "a")
          .at(0, 10)
          .span(2, 9, "of another trace")
          .span(1, 2, "b")
          .parent(1)
          .at(3, 5)
          .build();
  private final Trace stored =
      Trace.of(new TraceId(0, 1), new SpanBatch[] {batch, batch}, new int[] {0, 2});

  @Test
  void stored_showsTheRowsOfItsBatches() {
    assertThat(stored.size()).isEqualTo(2);
    assertThat(stored.spanId(1)).isEqualTo(2);
    assertThat(stored.parentSpanId(1)).isEqualTo(1);
    assertThat(stored.startTimeUnixNano(1)).isEqualTo(TestSpans.START + 3);
    assertThat(stored.durationNano(1)).isEqualTo(5);
    assertThat(stored.view(1).name()).isEqualTo("b");
    assertThat(stored.shiftNano(1)).isZero();
    assertThat(stored.warnings(1)).isEmpty();
    assertThat(stored.isSorted()).isFalse();
  }

  @Test
  void changes_leaveTheOriginalAsItIs() {
    Trace changed =
        stored
            .withIds(new long[] {5, 6}, new long[] {0, 5})
            .withTimes(new long[] {TestSpans.START, TestSpans.START + 4}, new long[] {10, 1})
            .withWarning(1, "moved")
            .asSorted();

    assertThat(changed.spanId(1)).isEqualTo(6);
    assertThat(changed.parentSpanId(1)).isEqualTo(5);
    assertThat(changed.shiftNano(1)).isEqualTo(1);
    assertThat(changed.durationNano(1)).isEqualTo(1);
    assertThat(changed.warnings(1)).containsExactly("moved");
    assertThat(changed.isSorted()).isTrue();
    assertThat(changed.view(1).spanId()).as("as stored").isEqualTo(2);
    stored_showsTheRowsOfItsBatches();
  }

  @Test
  void warnings_areAppendedInOrder() {
    Trace once = stored.withWarning(0, "first");
    TraceWarnings more = new TraceWarnings(2);
    more.add(0, "second");
    more.add(1, "other");
    more.add(0, "third");

    Trace twice = once.withWarnings(more);

    assertThat(twice.warnings(0)).containsExactly("first", "second", "third");
    assertThat(twice.warnings(1)).containsExactly("other");
    assertThat(once.warnings(0)).containsExactly("first");
    assertThat(once.warnings(1)).isEmpty();
    assertThat(once.withWarnings(new TraceWarnings(2))).isSameAs(once);
  }

  @Test
  void select_takesEverythingOfTheSpansWithIt() {
    Trace changed =
        stored
            .withIds(new long[] {5, 6}, new long[] {0, 5})
            .withWarning(1, "kept")
            .withWarning(0, "gone")
            .asSorted();

    Trace selected = changed.select(new int[] {1});

    assertThat(selected.size()).isEqualTo(1);
    assertThat(selected.spanId(0)).isEqualTo(6);
    assertThat(selected.view(0).name()).isEqualTo("b");
    assertThat(selected.warnings(0)).isEqualTo(List.of("kept"));
    assertThat(selected.isSorted()).isTrue();
    assertThat(selected.id()).isEqualTo(stored.id());
  }

  @Test
  void withBatches_keepsIdsTimesAndWarnings() {
    SpanBatchEditor editor = batch.edit();
    editor.name(2, editor.text("renamed"));
    SpanBatch edited = editor.build();
    Trace changed = stored.withWarning(0, "w").withIds(new long[] {5, 6}, new long[] {0, 5});

    Trace rebuilt = changed.withBatches(new SpanBatch[] {batch, edited}, new int[] {0, 2});

    assertThat(rebuilt.view(1).name()).isEqualTo("renamed");
    assertThat(rebuilt.spanId(1)).isEqualTo(6);
    assertThat(rebuilt.warnings(0)).containsExactly("w");
  }

  @Test
  void oneWarningEach_onManySpansTakesOnePass() {
    int size = 200_000;
    SpanBatch[] batches = new SpanBatch[size];
    java.util.Arrays.fill(batches, batch);
    TraceWarnings warnings = new TraceWarnings(size);
    for (int span = 0; span < size; span++) {
      warnings.add(span, "warning");
    }

    Trace trace = Trace.of(stored.id(), batches, new int[size]).withWarnings(warnings);

    assertThat(trace.warnings(size - 1)).containsExactly("warning");
  }
}
