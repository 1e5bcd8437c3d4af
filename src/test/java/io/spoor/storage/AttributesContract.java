// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static io.spoor.storage.StorageProbe.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.AttributeKey;
import io.spoor.model.AttributeKeyList;
import io.spoor.model.AttributeLevel;
import io.spoor.model.AttributeType;
import io.spoor.model.AttributeValueList;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Attribute keys and values, as they are offered for completion. */
interface AttributesContract extends StorageContract {

  private List<String> keys(String prefix, int limit) {
    return probe().attributeKeys(prefix, limit).keys().stream().map(AttributeKey::key).toList();
  }

  @Test
  default void attributes_areNoneInAnEmptyStore() {
    assertThat(probe().attributeKeys("", 10)).isEqualTo(new AttributeKeyList(List.of(), true));
    assertThat(probe().attributeValues("k", "", 10))
        .isEqualTo(new AttributeValueList(List.of(), true));
  }

  @Test
  default void attributeKeys_haveTheirLevelsAndTypes() {
    probe()
        .write(
            TestSpans.batch()
                .resource("s")
                .resourceAttribute("k", 1)
                .scope("scope", "")
                .scopeAttribute("in.scope", true)
                .span(1, 1, "a")
                .attribute("k", "text")
                .event("e", 1, "in.event", 0.5)
                .link(new TraceId(0, 9), 9, "in.link", new byte[] {1})
                .span(1, 2, "b")
                .attribute("list", List.of(1))
                .attribute("map", Map.of("inner", 1))
                .attribute("none", null)
                .build());

    AttributeKeyList answer = probe().attributeKeys("", 100);

    assertThat(answer.complete()).isTrue();
    assertThat(answer.keys())
        .containsExactly(
            key("in.event", AttributeLevel.EVENT, AttributeType.DOUBLE),
            key("in.link", AttributeLevel.LINK, AttributeType.BYTES),
            key("in.scope", AttributeLevel.SCOPE, AttributeType.BOOL),
            new AttributeKey(
                "k",
                Set.of(AttributeLevel.SPAN, AttributeLevel.RESOURCE),
                Set.of(AttributeType.STRING, AttributeType.INT)),
            key("list", AttributeLevel.SPAN, AttributeType.ARRAY),
            key("map", AttributeLevel.SPAN, AttributeType.MAP),
            key("none", AttributeLevel.SPAN, AttributeType.EMPTY),
            key("service.name", AttributeLevel.RESOURCE, AttributeType.STRING));
  }

  private static AttributeKey key(String key, AttributeLevel level, AttributeType type) {
    return new AttributeKey(key, Set.of(level), Set.of(type));
  }

  @Test
  default void attributeKeys_areTheFirstWithThePrefix() {
    probe()
        .write(
            TestSpans.batch()
                .resource("s")
                .span(1, 1, "a")
                .attribute("http.b", 1)
                .attribute("http.c", 1)
                .attribute("HTTP", 1)
                .build());
    probe().write(TestSpans.batch().resource("s").span(2, 1, "a").attribute("http.a", 1).build());

    assertThat(keys("http", 3)).containsExactly("http.a", "http.b", "http.c");
    assertThat(keys("http", 2)).containsExactly("http.a", "http.b");
    assertThat(keys("http.c", 2)).containsExactly("http.c");
    assertThat(keys("zzz", 2)).isEmpty();
    assertThat(probe().attributeKeys("http", 3).complete()).isTrue();
    assertThat(probe().attributeKeys("http", 2).complete()).isFalse();
  }

  @Test
  default void attributeValues_areTextFormsOfEveryLevel() {
    probe()
        .write(
            TestSpans.batch()
                .resource("s")
                .resourceAttribute("k", "resource")
                .scope("scope", "")
                .scopeAttribute("k", "scope")
                .span(1, 1, "a")
                .attribute("k", 200)
                .attribute("k", "200")
                .attribute("other", "x")
                .event("e", 1, "k", "event")
                .link(new TraceId(0, 9), 9, "k", true)
                .build());

    AttributeValueList all = probe().attributeValues("k", "", 100);

    assertThat(all.values()).containsExactly("200", "event", "resource", "scope", "true");
    assertThat(all.complete()).isTrue();
    assertThat(probe().attributeValues("resource.k", "", 100).values()).containsExactly("resource");
    assertThat(probe().attributeValues("resource.service.name", "", 100).values())
        .containsExactly("s");
    assertThat(probe().attributeValues("missing", "", 100).values()).isEmpty();
  }

  @Test
  default void attributeValues_areTheFirstWithThePrefix() {
    TestSpans batch = TestSpans.batch().resource("s");
    for (String text : List.of("b2", "a", "b1", "c", "b3", "")) {
      batch.span(1, text.hashCode() + 1L, "op").attribute("k", text);
    }
    probe().write(batch.build());

    assertThat(probe().attributeValues("k", "b", 3))
        .isEqualTo(new AttributeValueList(List.of("b1", "b2", "b3"), true));
    assertThat(probe().attributeValues("k", "b", 2))
        .isEqualTo(new AttributeValueList(List.of("b1", "b2"), false));
    assertThat(probe().attributeValues("k", "", 2).values()).containsExactly("", "a");
  }

  @Test
  default void attributeValues_areAllThereOrSaidNotToBe() {
    TestSpans batch = TestSpans.batch().resource("s");
    Set<String> texts =
        IntStream.range(0, 3_000).mapToObj(i -> "value-" + i).collect(Collectors.toSet());
    texts.forEach(text -> batch.span(1, text.hashCode(), "op").attribute("k", text));
    texts.add("0.5");
    texts.add("AQI=");
    batch.span(1, 1, "op").attribute("k", 0.5).attribute("k", new byte[] {1, 2});
    probe().write(batch.build());

    AttributeValueList answer = probe().attributeValues("k", "", 10_000);

    assertThat(answer.values()).isNotEmpty().isSorted().doesNotHaveDuplicates();
    assertThat(texts).containsAll(answer.values());
    assertThat(answer.complete()).isEqualTo(answer.values().size() == texts.size());
  }

  @Test
  default void attributes_sayWhenTheDeadlinePassed() {
    probe().write(TestSpans.shop());
    TraceReader reader = storage().reader();
    ReadLimits expired = StorageProbe.expired();

    assertThat(await(reader.getAttributeKeys(Tenant.DEFAULT, "", 100, expired)).complete())
        .isFalse();
    assertThat(
            await(reader.getAttributeValues(Tenant.DEFAULT, "service.name", "", 100, expired))
                .complete())
        .isFalse();
  }

  @Test
  default void attributes_areNotThoseOfAnotherTenant() {
    probe().write(TestSpans.shop());

    assertThat(other().attributeKeys("", 100).keys()).isEmpty();
    assertThat(other().attributeValues("service.name", "", 100).values()).isEmpty();
  }
}
