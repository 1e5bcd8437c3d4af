// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.AttributeType;
import io.spoor.model.Attributes;
import io.spoor.model.SpanBatch;
import io.spoor.model.Trace;
import org.junit.jupiter.api.Test;

class NormalizeIpAttributesTest {
  private final Adjuster adjuster = new NormalizeIpAttributes();

  @Test
  void numbersOfSpansAndResources_becomeDottedText() {
    Trace adjusted =
        adjuster.adjust(
            TestTraces.of(
                TestSpans.batch()
                    .resource("s")
                    .resourceAttribute("ip", 0x01020304)
                    .resourceAttribute("other", 42)
                    .span(1, 1, "a")
                    .attribute("peer.ipv4", 0xfffefdfcL)
                    .attribute("port", 80)
                    .span(1, 2, "b")
                    .attribute("ip", (double) 0x04020304)));

    assertThat(text(adjusted.view(0).resourceAttributes(), "ip")).isEqualTo("1.2.3.4");
    assertThat(text(adjusted.view(0).attributes(), "peer.ipv4")).isEqualTo("255.254.253.252");
    assertThat(text(adjusted.view(1).attributes(), "ip")).isEqualTo("4.2.3.4");
    assertThat(adjusted.view(0).resourceAttributes().integer(2)).isEqualTo(42);
    assertThat(adjusted.view(0).attributes().integer(1)).isEqualTo(80);
    assertThat(adjusted.view(0).serviceName()).isEqualTo("s");
  }

  @Test
  void negativeNumber_isReadAsUnsigned() {
    Trace adjusted =
        adjuster.adjust(
            TestTraces.of(TestSpans.batch().resource("s").span(1, 1, "a").attribute("ip", -1)));

    assertThat(text(adjusted.view(0).attributes(), "ip")).isEqualTo("255.255.255.255");
  }

  @Test
  void otherTypes_stayAndNothingIsCopied() {
    Trace stored =
        TestTraces.of(
            TestSpans.batch()
                .resource("s")
                .resourceAttribute("ip", "1.1.1.1")
                .span(1, 1, "a")
                .attribute("ip", true)
                .attribute("peer.ipv4", null)
                .attribute("peer.port", 1));

    assertThat(adjuster.adjust(stored)).isSameAs(stored);
  }

  @Test
  void onlyBatchesThatChange_areCopiedAndOnlyTheSpansOfTheTrace() {
    SpanBatch clean = TestSpans.single(1, 1, "clean", "a");
    SpanBatch shared =
        TestSpans.batch()
            .resource("shared")
            .span(2, 1, "of another trace")
            .span(1, 2, "b")
            .attribute("ip", 1)
            .build();
    Trace stored =
        Trace.of(clean.span(0).traceId(), new SpanBatch[] {clean, shared}, new int[] {0, 1});

    Trace adjusted = adjuster.adjust(stored);

    assertThat(adjusted.batch(0)).isSameAs(clean);
    assertThat(adjusted.batch(1).size()).isEqualTo(1);
    assertThat(adjusted.view(1).name()).isEqualTo("b");
    assertThat(text(adjusted.view(1).attributes(), "ip")).isEqualTo("0.0.0.1");
    assertThat(shared.span(1).attributes().type(0)).isEqualTo(AttributeType.INT);
  }

  private static String text(Attributes attributes, String key) {
    return attributes.text(attributes.find(key));
  }
}
