// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.AttributeLevel;
import io.spoor.model.AttributeValueList;
import io.spoor.model.SpanBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttributeValueCollectorTest {

  @Test
  void longValue_isLeftOutAndTheAnswerSaysSo() {
    String most = "m".repeat(AttributeValueCollector.MAX_VALUE_BYTES);
    AttributeValueCollector collector = new AttributeValueCollector("k", "", 10);
    collector.add(spans("k", most), row -> true);
    assertThat(collector.values()).isEqualTo(new AttributeValueList(List.of(most), true));

    collector.add(spans("k", most + "m"), row -> true);

    assertThat(collector.values()).isEqualTo(new AttributeValueList(List.of(most), false));
  }

  @Test
  void rowsThatDoNotPass_giveNothingNorWhatOnlyTheyHave() {
    SpanBatch batch =
        TestSpans.batch()
            .resource("s")
            .resourceAttribute("k", "of both")
            .span(1, 1, "op")
            .attribute("k", "of one")
            .resource("t")
            .resourceAttribute("k", "of the other")
            .span(1, 2, "op")
            .build();
    AttributeValueCollector collector = new AttributeValueCollector("k", "", 10);

    collector.add(batch, row -> row == 0);

    assertThat(collector.values().values()).containsExactly("of both", "of one");
  }

  @Test
  void knownValues_areWantedByKeyAndLevel() {
    AttributeValueCollector any = new AttributeValueCollector("k", "", 10);
    AttributeValueCollector onResource = new AttributeValueCollector("resource.k", "", 10);

    assertThat(any.wants(AttributeLevel.EVENT, "k")).isTrue();
    assertThat(any.wants(AttributeLevel.EVENT, "l")).isFalse();
    assertThat(onResource.wants(AttributeLevel.RESOURCE, "k")).isTrue();
    assertThat(onResource.wants(AttributeLevel.SPAN, "k")).isFalse();
  }

  private static SpanBatch spans(String key, String value) {
    return TestSpans.batch().resource("s").span(1, 1, "op").attribute(key, value).build();
  }
}
