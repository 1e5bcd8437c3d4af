// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.codec.Allowance;
import io.spoor.codec.otlp.OtlpProtoDecoder;
import io.spoor.codec.otlp.RandomRequests;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.TraceId;
import io.spoor.storage.RandomTraces;
import io.spoor.storage.segment.block.GroupFixture.EncodedGroup;
import io.spoor.storage.segment.column.Dictionary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RowGroupTest {
  private final Random random = TestSeed.random();

  @Test
  void everyFieldOfAnyRequestComesBack() throws IOException {
    OtlpProtoDecoder decoder = new OtlpProtoDecoder();
    for (int round = 0; round < 30; round++) {
      RandomRequests requests = new RandomRequests(random, round % 2 == 0);
      List<SpanBatch> batches =
          Stream.generate(
                  () ->
                      decoder.decode(requests.request().toByteArray(), Allowance.UNLIMITED).batch())
              .limit(1 + random.nextInt(20))
              .toList();
      if (batches.stream().anyMatch(batch -> batch.size() > 0)) {
        GroupFixture.of(batches).assertHoldsAll();
      }
    }
  }

  @Test
  void tracesOfManyBatchesComeBack() throws IOException {
    for (int round = 0; round < 20; round++) {
      RandomTraces traces = new RandomTraces(random);
      GroupFixture.of(Stream.generate(() -> traces.batch(100)).limit(10).toList()).assertHoldsAll();
    }
  }

  @Test
  void moreSpansThanAGroupTakesComeBack() throws IOException {
    List<SpanBatch> batches =
        Stream.generate(() -> TestSpans.random(random, 1_000)).limit(20).toList();

    GroupFixture fixture = GroupFixture.of(batches);

    assertThat(fixture.groups).hasSizeGreaterThan(4);
    fixture.assertHoldsAll();
  }

  @Test
  void someRowsInAnyOrderComeBack() throws IOException {
    EncodedGroup group;
    GroupFixture fixture =
        GroupFixture.of(TestSpans.random(random, 500), TestSpans.random(random, 500));
    group = fixture.groups.get(0);
    Dictionary dictionary = fixture.dictionary();
    RowGroup read = group.open(dictionary);
    for (int round = 0; round < 20; round++) {
      int[] rows = random.ints(random.nextInt(40), 0, group.rows().size()).toArray();

      GroupFixture.assertSame(group, rows, read.spans(rows));
      GroupFixture.assertSame(group, rows, group.open(dictionary).spans(rows));
    }
  }

  @Test
  void attributesBeyondTheColumnsComeBackInTheirOrder() throws IOException {
    TestSpans batch = TestSpans.batch();
    batch.resource("many keys");
    for (int span = 0; span < 40; span++) {
      batch.span(1 + span / 10, 1 + span, "keys");
      for (int i = 0; i < 40; i++) {
        batch.attribute("key-" + random.nextInt(1_000), value(random.nextInt(6)));
        batch.attribute("common", i % 3);
      }
      batch.eventAfter(5, "event", "event-key-" + span, "x", "k", 1);
      batch.link(new TraceId(0, 1), 1, "link-key-" + span, true, "z", null);
    }
    GroupFixture fixture = GroupFixture.of(batch.build());

    fixture.assertHoldsAll();

    RowGroup group = fixture.groups.get(0).open(fixture.dictionary());
    assertThat(group.ownersWithOverflow(RowGroup.Level.SPAN)).isNotEmpty();
    assertThat(fixture.observer.values.keySet()).anyMatch(key -> key.contains("key-99"));
  }

  private Object value(int kind) {
    return switch (kind) {
      case 0 -> "text " + random.nextInt(5);
      case 1 -> random.nextLong();
      case 2 -> random.nextBoolean();
      case 3 -> random.nextDouble();
      case 4 -> List.of(1, "a");
      default -> new byte[] {1, (byte) random.nextInt()};
    };
  }

  @Test
  void aResourceOfItsOwnForEverySpanComesBack() throws IOException {
    TestSpans batch = TestSpans.batch();
    for (int i = 0; i < RowGroupEncoder.MAX_ROWS; i++) {
      batch.resource("service-" + i % 100).resourceAttribute("instance", "number " + i);
      batch.resourceAttribute("number", i).scope("scope " + i % 10, "1");
      batch.span(1 + i % 50, 1 + i, "name");
    }
    GroupFixture fixture = GroupFixture.of(batch.build());

    assertThat(fixture.groups).hasSize(1);
    fixture.assertHoldsAll();
    RowGroup group = fixture.groups.get(0).open(fixture.dictionary());
    assertThat(group.scopes().resources().size()).isEqualTo(RowGroupEncoder.MAX_ROWS);
  }

  @Test
  void equalScopesOfSeveralBatchesAreOne() throws IOException {
    GroupFixture fixture =
        GroupFixture.of(TestSpans.shop(1, 5), TestSpans.shop(2, 6), TestSpans.shop(3, 7));

    RowGroup group = fixture.groups.get(0).open(fixture.dictionary());

    assertThat(group.scopes().scopes().size()).isEqualTo(TestSpans.shop().scopes().size());
    assertThat(group.scopes().size()).isZero();
    fixture.assertHoldsAll();
  }

  @Test
  void largeSpansMakeSmallGroups() throws IOException {
    TestSpans batch = TestSpans.batch();
    batch.resource("large");
    for (int i = 0; i < 40; i++) {
      batch.span(1, 1 + i, "large").attribute("body", random.nextInt(5) + "x".repeat(1 << 20));
    }
    batch.span(2, 1, "y".repeat(3 << 20)).attribute("k".repeat(1 << 20), 1);
    GroupFixture fixture = GroupFixture.of(batch.build());

    assertThat(fixture.groups).hasSizeBetween(5, 8);
    fixture.assertHoldsAll();
  }

  @Test
  void parentsAreFoundWhereverTheyAre() throws IOException {
    TestSpans batch = TestSpans.batch();
    batch.resource("family");
    batch.span(1, 1, "itself").parent(1).at(0, 1);
    batch.span(1, 2, "first of two").parent(3).at(1, 1);
    batch.span(1, 2, "second of two").parent(2).at(2, 1);
    batch.span(1, 3, "child of an earlier one").parent(2).at(3, 1);
    batch.span(1, 4, "of another trace").parent(9).at(4, 1);
    batch.span(2, 9, "root").at(5, 1);
    batch.span(2, 10, "negative id").parent(-1).at(6, 1);
    batch.span(2, -1, "linked").at(7, 1).link(new TraceId(0, 2), 9).link(new TraceId(0, 1), 9);
    batch.link(new TraceId(0, 2), 77).link(new TraceId(0, 0), 0).link(new TraceId(0, 2), 0);
    GroupFixture fixture = GroupFixture.of(batch.build());

    fixture.assertHoldsAll();
    RowGroup group = fixture.groups.get(0).open(fixture.dictionary());
    assertThat(group.parentSpanIds()).containsExactly(1, 3, 2, 2, 9, 0, -1, 0);
    assertThat(group.linkOwners()).containsExactly(7, 7, 7, 7, 7);
  }

  @Test
  void columnsSayWhatTheSpansSay() throws IOException {
    GroupFixture fixture = GroupFixture.of(TestSpans.random(random, 800));
    EncodedGroup group = fixture.groups.get(0);
    RowGroup read = group.open(fixture.dictionary());

    for (RowGroup.TraceRun run : read.traces()) {
      for (int row = run.firstRow(); row < run.endRow(); row++) {
        assertThat(group.rows().get(row).trace()).isEqualTo(new TraceId(run.idHigh(), run.idLow()));
      }
    }
    for (int row = 0; row < group.rows().size(); row++) {
      GroupFixture.Row wanted = group.rows().get(row);
      var spans = wanted.batch().spans();
      assertThat(read.starts()[row]).isEqualTo(spans.startTimeUnixNano(wanted.row()));
      assertThat(read.durations()[row]).isEqualTo(spans.durationNano(wanted.row()));
      assertThat(read.kinds()[row]).isEqualTo(spans.kind(wanted.row()));
      assertThat(read.statusCodes()[row]).isEqualTo(spans.statusCode(wanted.row()));
      assertThat(read.names().copy(row))
          .isEqualTo(wanted.batch().strings().copy(spans.name(wanted.row())));
    }
  }

  @Test
  void valuesSayWhoseTheyAre() throws IOException {
    TestSpans batch = TestSpans.batch();
    batch.resource("s");
    batch.span(1, 1, "a").at(0, 1).attribute("k", 1).attribute("k", "x").attribute("k", 2);
    batch.span(1, 2, "b").at(1, 1).attribute("l", 1);
    batch.span(1, 3, "c").at(2, 1).attribute("k", 3).eventAfter(1, "e").eventAfter(2, "f", "k", 9);
    GroupFixture fixture = GroupFixture.of(batch.build());
    RowGroup group = fixture.groups.get(0).open(fixture.dictionary());

    List<String> found = new ArrayList<>();
    for (RowGroup.Level level : RowGroup.Level.values()) {
      for (RowGroup.ValueColumn column : group.values(level, new byte[] {'k'})) {
        int[] owners = column.owners();
        for (int i = 0; i < owners.length; i++) {
          boolean isText = column.type().isStored();
          String value =
              isText
                  ? new String(column.texts().copy(i), StandardCharsets.UTF_8)
                  : Long.toString(column.longs()[i]);
          found.add("%s %d %s".formatted(level, owners[i], value));
        }
      }
    }

    assertThat(found)
        .containsExactlyInAnyOrder("SPAN 0 1", "SPAN 0 2", "SPAN 0 x", "SPAN 2 3", "EVENT 1 9");
    assertThat(group.eventOwners()).containsExactly(2, 2);
  }

  @Test
  void statisticsAreThoseOfTheSpans() {
    TestSpans batch = TestSpans.batch();
    batch.resource("s").span(1, 1, "a").times(-5, -7).span(1, 2, "b").times(3, 9);
    batch.span(2, 1, "c").times(Long.MIN_VALUE, 0);

    assertThat(GroupFixture.of(batch.build()).groups.get(0).encoded().stats())
        .isEqualTo(new GroupStats(3, 2, 3, -5, -7, 9));
  }

  @Test
  void observerIsToldWhatOccurs() {
    TestSpans batch = TestSpans.batch();
    batch.resource("cart").resourceAttribute("host", "h").scope("x", "1").scopeAttribute("p", 4);
    for (int i = 0; i < 600; i++) {
      batch.span(1 + i % 7, 1 + i, i % 3 == 0 ? "get" : "put").kind(SpanKind.SERVER);
      batch.attribute("few", i % 5).attribute("word", "w" + i % 4).attribute("many", i);
      batch.attribute("unique", "value " + i).attribute("real", 0.5);
    }
    batch.resourceWithoutName().span(9, 9, "get");
    RecordingObserver observer = GroupFixture.of(batch.build()).observer;

    assertThat(observer.operations)
        .containsOnly(
            java.util.Map.entry("cart get 2", 200),
            java.util.Map.entry("cart put 2", 400),
            java.util.Map.entry(" get 0", 1));
    assertThat(observer.values)
        .containsEntry("span few INT", java.util.Set.of("0", "1", "2", "3", "4"))
        .containsEntry("span word STRING", java.util.Set.of("w0", "w1", "w2", "w3"))
        .containsEntry("resource host STRING", java.util.Set.of("h"))
        .containsEntry("scope p INT", java.util.Set.of("4"));
    assertThat(observer.withMoreValues)
        .contains("span many INT", "span real DOUBLE", "span unique STRING")
        .doesNotContain("span few INT", "span word STRING");
  }
}
