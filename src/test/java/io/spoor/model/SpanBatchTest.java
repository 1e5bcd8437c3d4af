// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.codec.Allowance;
import io.spoor.codec.otlp.OtlpProtoDecoder;
import io.spoor.codec.otlp.OtlpProtoEncoder;
import io.spoor.codec.otlp.ProtoView;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The naive model here is a list of protobuf-java's messages, one a span. */
class SpanBatchTest {

  @Test
  void select_givesTheseSpansInThisOrder() {
    Random random = TestSeed.random();
    for (int i = 0; i < 50; i++) {
      SpanBatch batch = batch(random, 1 + random.nextInt(30));
      int[] rows = random.ints(random.nextInt(40), 0, batch.size()).toArray();
      List<ResourceSpans> all = ProtoView.of(batch);
      List<ResourceSpans> expected = new ArrayList<>();
      for (int row : rows) {
        expected.add(all.get(row));
      }
      assertThat(ProtoView.of(batch.select(rows))).isEqualTo(expected);
    }
  }

  @Test
  void select_mayBeSelectedFromAgain() {
    SpanBatch shop = decoded(TestSpans.shop());
    SpanBatch selected = shop.select(new int[] {9, 4, 2}).select(new int[] {1});
    assertThat(ProtoView.of(selected)).containsExactly(ProtoView.of(shop).get(4));
    assertThat(decoded(selected).size()).isEqualTo(1);
  }

  @Test
  void edit_changesOnlyWhatItNames() {
    Random random = TestSeed.random();
    for (int i = 0; i < 50; i++) {
      SpanBatch batch = batch(random, 1 + random.nextInt(20));
      int row = random.nextInt(batch.size());
      assertEdit(
          batch,
          row,
          editor -> editor.name(row, editor.text("new")),
          span -> span.toBuilder().setName("new").build());
      assertEdit(
          batch,
          row,
          editor -> editor.spanAttributes(row).add(editor.text("new"), AttributeType.BOOL, 1),
          span -> span.toBuilder().addAttributes(attribute()).build());
      assertEdit(
          batch,
          row,
          editor -> editor.droppedAttributesCount(row, 7),
          span -> span.toBuilder().setDroppedAttributesCount(7).build());
    }
  }

  private static void assertEdit(
      SpanBatch batch, int row, Consumer<SpanBatchEditor> edit, UnaryOperator<Span> change) {
    List<ResourceSpans> expected = new ArrayList<>(ProtoView.of(batch));
    ResourceSpans.Builder changed = expected.get(row).toBuilder();
    Span span = changed.getScopeSpans(0).getSpans(0);
    changed.getScopeSpansBuilder(0).setSpans(0, change.apply(span));
    expected.set(row, changed.build());
    List<ResourceSpans> before = ProtoView.of(batch);

    SpanBatchEditor editor = batch.edit();
    edit.accept(editor);
    SpanBatch edited = editor.build();

    assertThat(ProtoView.of(edited)).isEqualTo(expected);
    assertThat(ProtoView.of(decoded(edited))).isEqualTo(expected);
    assertThat(ProtoView.of(batch)).isEqualTo(before);
  }

  @Test
  void edit_ofEventsAndLinksChangesTheirs() {
    SpanBatch batch =
        decoded(
            TestSpans.batch()
                .resource("s")
                .span(1, 1, "a")
                .event("e", 5)
                .span(1, 2, "b")
                .event("f", 6)
                .link(new TraceId(0, 9), 8)
                .build());
    SpanBatchEditor editor = batch.edit();
    editor.eventAttributes(1, 1).add(editor.text("new"), AttributeType.BOOL, 1);
    editor.linkAttributes(1, 0).add(editor.text("new"), AttributeType.BOOL, 1);

    List<ResourceSpans> edited = ProtoView.of(decoded(editor.build()));

    assertThat(edited.get(0)).isEqualTo(ProtoView.of(batch).get(0));
    Span changed = edited.get(1).getScopeSpans(0).getSpans(0);
    assertThat(changed.getEvents(0).getAttributesList()).containsExactly(attribute());
    assertThat(changed.getLinks(0).getAttributesList()).containsExactly(attribute());
  }

  @Test
  void edit_ofAResourceSetsItsServiceName() {
    SpanBatch batch = TestSpans.batch().resourceWithoutName().span(1, 1, "a").build();
    assertThat(batch.span(0).serviceName()).isEmpty();

    SpanBatchEditor editor = batch.edit();
    editor
        .resourceAttributes(0)
        .add(editor.text("service.name"), AttributeType.STRING, editor.text("named"));

    assertThat(editor.build().span(0).serviceName()).isEqualTo("named");
  }

  @Test
  void edit_ofNothingKeepsTheBodyWhole() {
    SpanBatch batch = decoded(TestSpans.shop());
    SpanBatch same = batch.edit().build();
    assertThat(OtlpProtoEncoder.encode(same)).isSameAs(OtlpProtoEncoder.encode(batch));
  }

  /** Walks all that a batch refers to, and counts every array once. */
  @Test
  void bytes_isWhatTheArraysTake() throws IllegalAccessException {
    Random random = TestSeed.random();
    for (int spans : new int[] {0, 1, 100, 2000}) {
      SpanBatch batch = TestSpans.random(random, spans);
      assertBytes(batch);
      assertBytes(decoded(batch));
      SpanBatchEditor editor = decoded(batch).edit();
      for (int row = 0; row < spans; row += 3) {
        editor.name(row, editor.text("edited " + row));
      }
      assertBytes(editor.build());
    }
  }

  private static void assertBytes(SpanBatch batch) throws IllegalAccessException {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    long arrays = arrayBytes(batch, seen);
    assertThat(batch.bytes()).isCloseTo(arrays, within(arrays / 50 + 700));
  }

  private static long arrayBytes(Object object, Set<Object> seen) throws IllegalAccessException {
    if (object == null || !seen.add(object)) {
      return 0;
    }
    Class<?> type = object.getClass();
    if (type.isArray()) {
      return 16 + (long) Array.getLength(object) * width(type.getComponentType());
    }
    long bytes = 0;
    for (Field field : type.getDeclaredFields()) {
      if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        bytes += arrayBytes(field.get(object), seen);
      }
    }
    return bytes;
  }

  private static int width(Class<?> type) {
    return type == byte.class ? 1 : type == int.class ? 4 : 8;
  }

  private static SpanBatch batch(Random random, int spans) {
    SpanBatch batch = TestSpans.random(random, spans);
    return random.nextBoolean() ? batch : decoded(batch);
  }

  private static SpanBatch decoded(SpanBatch batch) {
    byte[] body = OtlpProtoEncoder.encode(batch);
    return new OtlpProtoDecoder().decode(body, Allowance.UNLIMITED).batch();
  }

  private static KeyValue attribute() {
    return TestSpans.keyValue("new", true);
  }
}
