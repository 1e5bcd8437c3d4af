// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.codec.otlp.ProtoView;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.storage.RandomTraces;
import io.spoor.storage.segment.head.HeadSnapshot.HeadBatch;
import io.spoor.storage.segment.head.HeadSnapshot.TraceRows;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The naive model is a list of distinct spans with all their fields, in order of arrival. */
class HeadTest {
  private static final Tenant OTHER = new Tenant("other");

  private final Head head = new Head();

  /** A span as the model has it: equal when every field is. */
  private record Spot(BigInteger start, TraceId trace, ResourceSpans span) {}

  @Test
  void randomBatches_areThereOnceByTraceAndInOrder() {
    Random random = TestSeed.random();
    for (int round = 0; round < 20; round++) {
      Head randomHead = new Head();
      Set<Spot> model = new LinkedHashSet<>();
      RandomTraces traces = new RandomTraces(random);
      for (int i = 0; i < 40; i++) {
        SpanBatch batch = traces.batch(1 + random.nextInt(60));
        int before = model.size();
        model.addAll(spots(batch));
        assertThat(randomHead.add(Tenant.DEFAULT, batch, i, 1_000 + i))
            .isEqualTo(model.size() - before);
      }
      assertSame(randomHead.snapshot(Tenant.DEFAULT), List.copyOf(model));
      assertThat(randomHead.spans()).isEqualTo(model.size());
    }
  }

  @Test
  void earlierSnapshots_doNotShowLaterBatches() {
    Random random = TestSeed.random();
    RandomTraces traces = new RandomTraces(random);
    Set<Spot> model = new LinkedHashSet<>();
    Map<HeadSnapshot, List<Spot>> seen = new LinkedHashMap<>();
    for (int i = 0; i < 60; i++) {
      seen.put(head.snapshot(Tenant.DEFAULT), List.copyOf(model));
      SpanBatch batch = traces.batch(1 + random.nextInt(i + 1));
      model.addAll(spots(batch));
      head.add(Tenant.DEFAULT, batch, i, 0);
    }
    seen.forEach(HeadTest::assertSame);
  }

  private static void assertSame(HeadSnapshot snapshot, List<Spot> expected) {
    List<Spot> all = new ArrayList<>();
    for (HeadBatch batch : snapshot.batches()) {
      List<Spot> spots = spots(batch.batch());
      all.addAll(spots);
      List<BigInteger> starts = spots.stream().map(Spot::start).sorted().toList();
      assertThat(unsigned(batch.startMin())).isEqualTo(starts.get(0));
      assertThat(unsigned(batch.startMax())).isEqualTo(starts.get(starts.size() - 1));
    }
    assertThat(all).isEqualTo(expected);
    assertThat(snapshot.spans()).isEqualTo(expected.size());
    Map<TraceId, List<Spot>> traces = byTrace(expected);
    assertThat(snapshot.traces()).isEqualTo(traces.size());
    traces.forEach((id, spans) -> assertThat(trace(snapshot, id)).isEqualTo(spans));
    assertThat(trace(snapshot, new TraceId(77, 77))).isEmpty();
    assertThat(visited(snapshot)).isEqualTo(sorted(traces));
  }

  private static Map<TraceId, List<Spot>> byTrace(List<Spot> spots) {
    Map<TraceId, List<Spot>> traces = new LinkedHashMap<>();
    spots.forEach(s -> traces.computeIfAbsent(s.trace(), id -> new ArrayList<>()).add(s));
    return traces;
  }

  private static List<List<Spot>> sorted(Map<TraceId, List<Spot>> traces) {
    return traces.values().stream()
        .map(spans -> spans.stream().sorted(Comparator.comparing(Spot::start)).toList())
        .sorted(
            Comparator.comparing((List<Spot> spans) -> spans.get(0).start())
                .thenComparing(spans -> spans.get(0).trace()))
        .toList();
  }

  private static List<List<Spot>> visited(HeadSnapshot snapshot) {
    List<List<Spot>> inBatches =
        snapshot.batches().stream().map(batch -> spots(batch.batch())).toList();
    List<List<Spot>> visited = new ArrayList<>();
    snapshot.forEachTrace(
        (high, low, batches, rows, count) -> {
          List<Spot> spans = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            spans.add(inBatches.get(batches[i]).get(rows[i]));
            assertThat(spans.get(i).trace()).isEqualTo(new TraceId(high, low));
          }
          visited.add(spans);
        });
    return visited;
  }

  private static List<Spot> trace(HeadSnapshot snapshot, TraceId id) {
    TraceRows trace = snapshot.trace(id.high(), id.low());
    List<Spot> spans = new ArrayList<>();
    for (int i = 0; i < trace.rows().length; i++) {
      spans.add(spots(trace.batches()[i].select(new int[] {trace.rows()[i]})).get(0));
    }
    return spans;
  }

  private static List<Spot> spots(SpanBatch batch) {
    List<ResourceSpans> messages = ProtoView.of(batch);
    SpanTable table = batch.spans();
    List<Spot> spots = new ArrayList<>();
    for (int row = 0; row < batch.size(); row++) {
      TraceId id = new TraceId(table.traceIdHigh(row), table.traceIdLow(row));
      spots.add(new Spot(unsigned(table.startTimeUnixNano(row)), id, messages.get(row)));
    }
    return spots;
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  @Test
  void tracesThatStartTogether_areOrderedByUnsignedId() {
    long[] halves = {0, 1, 2, Long.MAX_VALUE, Long.MIN_VALUE, -2, -1};
    TestSpans batch = TestSpans.batch().resource("s");
    List<TraceId> ids = new ArrayList<>();
    for (long low : halves) {
      for (long high : halves) {
        ids.add(new TraceId(high, low));
        batch.span(ids.get(ids.size() - 1), 1, "a").times(-1, 1);
      }
    }
    head.add(Tenant.DEFAULT, batch.build(), 0, 0);

    List<TraceId> visited = new ArrayList<>();
    head.snapshot(Tenant.DEFAULT)
        .forEachTrace((high, low, batches, rows, count) -> visited.add(new TraceId(high, low)));

    assertThat(visited).isEqualTo(ids.stream().sorted().toList()).hasSize(49);
  }

  @Test
  void tenants_areApart() {
    head.add(Tenant.DEFAULT, TestSpans.single(1, 1, "s", "a"), 5, 30);
    head.add(OTHER, TestSpans.single(1, 1, "s", "a"), 6, 20);

    assertThat(head.tenants()).containsExactlyInAnyOrder(Tenant.DEFAULT, OTHER);
    assertThat(head.snapshot(OTHER).spans()).isEqualTo(1);
    assertThat(head.snapshot(OTHER).ingestMaxUnixMilli()).isEqualTo(20);
    assertThat(head.snapshot(new Tenant("none")).spans()).isZero();
    assertThat(head.snapshot(new Tenant("none")).batches()).isEmpty();
    assertThat(head.snapshot(new Tenant("none")).trace(0, 1).rows()).isEmpty();
    assertThat(head.spans()).isEqualTo(2);
  }

  @Test
  void records_areCountedEvenWhenTheyBringCopiesAlone() {
    assertThat(head.isEmpty()).isTrue();
    assertThat(head.lastSequence()).isEqualTo(-1);
    assertThat(head.bytes()).isZero();

    assertThat(head.add(Tenant.DEFAULT, TestSpans.shop(), 5, 30)).isEqualTo(10);
    long bytes = head.bytes();
    assertThat(head.add(Tenant.DEFAULT, TestSpans.shop(), 7, 40)).isZero();

    assertThat(head.isEmpty()).isFalse();
    assertThat(head.firstSequence()).isEqualTo(5);
    assertThat(head.lastSequence()).isEqualTo(7);
    assertThat(head.earliestIngestUnixMilli()).isEqualTo(30);
    assertThat(head.bytes()).isEqualTo(bytes).isPositive();
    HeadSnapshot snapshot = head.snapshot(Tenant.DEFAULT);
    assertThat(snapshot.batches()).hasSize(1);
    assertThat(snapshot.ingestMinUnixMilli()).isEqualTo(30);
    assertThat(snapshot.ingestMaxUnixMilli()).isEqualTo(30);
  }

  @Test
  void aBatchWithACopyInside_keepsTheFirst() {
    SpanBatch shop = TestSpans.shop();
    int added = head.add(Tenant.DEFAULT, shop.select(new int[] {3, 1, 3, 1, 2}), 0, 0);

    SpanBatch kept = head.snapshot(Tenant.DEFAULT).batches().get(0).batch();
    assertThat(added).isEqualTo(3);
    assertThat(ProtoView.of(kept)).isEqualTo(ProtoView.of(shop.select(new int[] {3, 1, 2})));
    assertThat(kept.wire()).isNull();
  }
}
