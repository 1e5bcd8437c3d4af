// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.codec.otlp.AttributeText;
import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WantedValueTest {
  private static final List<Object> VALUES =
      List.of(
          "",
          "text",
          "grün ✓",
          "1",
          "true",
          "[1]",
          "{}",
          "01",
          "AQID",
          1,
          -5,
          0,
          Long.MAX_VALUE,
          Long.MIN_VALUE,
          1.0,
          0.5,
          -0.0,
          0.0,
          1e21,
          1e-7,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          true,
          false,
          new byte[] {1, 2, 3},
          new byte[] {-1},
          new byte[0],
          List.of(),
          List.of(1),
          List.of(Double.NaN),
          Map.of(),
          Map.of("k", 1));

  private static SpanBatch batch() {
    TestSpans batch = TestSpans.batch().resource("s").span(1, 1, "op");
    List<@Nullable Object> values = new ArrayList<>(VALUES);
    values.add(null);
    values.forEach(value -> batch.attribute("k", value));
    return batch.build();
  }

  @Test
  void neverDeniesAValueThatHasTheText() {
    SpanBatch batch = batch();
    AttributeTable table = batch.spans().attributes();
    for (int entry = table.start(0); entry < table.end(0); entry++) {
      String text = AttributeText.of(batch, table, entry);
      WantedValue wanted = new WantedValue("k", text);
      AttributeType type = table.type(entry);
      assertThat(wanted.mayBe(type)).as("%s %s", type, text).isTrue();
      assertThat(type == AttributeType.STRING || wanted.mayBe(type, table.value(entry)))
          .as("%s %s", type, text)
          .isTrue();
      assertThat(wanted.mayHave(batch.strings(), table, 0)).isTrue();
    }
  }

  @Test
  void deniesWhatCannotHaveTheText() {
    WantedValue wanted = new WantedValue("k", "us-east-1");

    assertThat(wanted.mayBe(AttributeType.STRING)).isTrue();
    for (AttributeType type : AttributeType.values()) {
      assertThat(type == AttributeType.STRING || !wanted.mayBe(type)).as("%s", type).isTrue();
    }
    assertThat(wanted.mayHave(batch().strings(), batch().spans().attributes(), 0)).isFalse();
  }

  @Test
  void numbersAreComparedAsNumbers() {
    WantedValue wanted = new WantedValue("k", "200");

    assertThat(wanted.mayBe(AttributeType.INT, 200)).isTrue();
    assertThat(wanted.mayBe(AttributeType.INT, 201)).isFalse();
    assertThat(wanted.mayBe(AttributeType.DOUBLE, Double.doubleToRawLongBits(200))).isTrue();
    assertThat(wanted.mayBe(AttributeType.DOUBLE, Double.doubleToRawLongBits(201))).isFalse();
    assertThat(new WantedValue("k", "0200").mayBe(AttributeType.INT)).isFalse();
    assertThat(new WantedValue("k", "false").mayBe(AttributeType.BOOL, 0)).isTrue();
    assertThat(new WantedValue("k", "false").mayBe(AttributeType.BOOL, 1)).isFalse();
  }

  @Test
  void asksTheFilterForTheTypesThatThereAre() {
    WantedValue digits = new WantedValue("k", "200000000000");

    assertThat(digits.filterEntries(EnumSet.allOf(AttributeType.class))).hasSize(3);
    assertThat(digits.filterEntries(EnumSet.of(AttributeType.STRING))).hasSize(1);
    assertThat(digits.filterEntries(EnumSet.of(AttributeType.DOUBLE, AttributeType.BYTES)))
        .hasSize(1);
    assertThat(digits.filterEntries(EnumSet.of(AttributeType.BOOL, AttributeType.MAP))).isEmpty();
    assertThat(digits.filterEntries(EnumSet.noneOf(AttributeType.class))).isEmpty();
    assertThat(new WantedValue("k", "").filterEntries(EnumSet.of(AttributeType.EMPTY))).hasSize(1);
  }
}
