// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.Attributes;
import io.spoor.model.Trace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoveLibraryAttributesTest {
  private final Adjuster adjuster = new MoveLibraryAttributes();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "telemetry.sdk.language",
        "telemetry.sdk.name",
        "telemetry.sdk.version",
        "telemetry.distro.name",
        "telemetry.distro.version"
      })
  void libraryAttribute_movesToTheResource(String key) {
    Trace adjusted =
        adjuster.adjust(
            TestTraces.of(
                TestSpans.batch()
                    .resource("s")
                    .span(1, 1, "a")
                    .attribute("before", 1)
                    .attribute(key, "value")
                    .attribute("after", 2)));

    assertThat(keys(adjusted.view(0).attributes())).containsExactly("before", "after");
    assertThat(keys(adjusted.view(0).resourceAttributes())).containsExactly("service.name", key);
    assertThat(adjusted.view(0).resourceAttributes().text(1)).isEqualTo("value");
    assertThat(adjusted.warnings(0)).isEmpty();
  }

  @Test
  void equalValueOfTheResource_isKeptOnce() {
    Trace adjusted =
        adjuster.adjust(
            TestTraces.of(
                TestSpans.batch()
                    .resource("s")
                    .resourceAttribute("telemetry.sdk.name", "otel")
                    .span(1, 1, "a")
                    .attribute("telemetry.sdk.name", "otel")));

    assertThat(keys(adjusted.view(0).attributes())).isEmpty();
    assertThat(keys(adjusted.view(0).resourceAttributes()))
        .containsExactly("service.name", "telemetry.sdk.name");
    assertThat(adjusted.warnings(0)).isEmpty();
  }

  @Test
  void otherValueOfTheResource_isAConflict() {
    Trace adjusted =
        adjuster.adjust(
            TestTraces.of(
                TestSpans.batch()
                    .resource("s")
                    .resourceAttribute("telemetry.sdk.name", "otel")
                    .span(1, 1, "a")
                    .attribute("telemetry.sdk.name", "jaeger")
                    .attribute("telemetry.sdk.version", "2")));

    assertThat(keys(adjusted.view(0).attributes())).containsExactly("telemetry.sdk.name");
    assertThat(adjusted.view(0).resourceAttributes().text(1)).isEqualTo("otel");
    assertThat(adjusted.warnings(0))
        .containsExactly(
            "conflicting values between Span and Resource for attribute telemetry.sdk.name");
  }

  @Test
  void valuesThatAreNoText_areAConflictEvenWhenEqual() {
    Trace adjusted =
        adjuster.adjust(
            TestTraces.of(
                TestSpans.batch()
                    .resource("s")
                    .resourceAttribute("telemetry.sdk.version", 2)
                    .span(1, 1, "a")
                    .attribute("telemetry.sdk.version", 2)));

    assertThat(adjusted.warnings(0))
        .containsExactly(
            "conflicting values between Span and Resource for attribute telemetry.sdk.version");
  }

  @Test
  void spansOfOneResource_seeWhatTheFirstMoved() {
    Trace adjusted =
        adjuster.adjust(
            TestTraces.of(
                TestSpans.batch()
                    .resource("s")
                    .span(1, 1, "a")
                    .attribute("telemetry.sdk.name", "x")
                    .span(1, 2, "b")
                    .attribute("telemetry.sdk.name", "x")
                    .span(1, 3, "c")
                    .attribute("telemetry.sdk.name", "y")));

    assertThat(keys(adjusted.view(1).attributes())).isEmpty();
    assertThat(adjusted.warnings(1)).isEmpty();
    assertThat(adjusted.view(2).attributes().text(0)).isEqualTo("y");
    assertThat(adjusted.warnings(2)).hasSize(1);
    assertThat(keys(adjusted.view(2).resourceAttributes()))
        .containsExactly("service.name", "telemetry.sdk.name");
  }

  @Test
  void traceWithoutLibraryAttributes_isTheSameObject() {
    Trace stored = TestTraces.of(TestSpans.shop());

    assertThat(adjuster.adjust(stored)).isSameAs(stored);
  }

  private static List<String> keys(Attributes attributes) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < attributes.size(); i++) {
      keys.add(attributes.key(i));
    }
    return keys;
  }
}
