// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static io.spoor.storage.TestQueries.any;
import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;
import org.junit.jupiter.api.Test;

/** What the contract cannot see: a batch that holds no match is known without a look at rows. */
class SpanMatcherTest {
  private final SpanBatch shop = TestSpans.shop();

  private boolean isPossible(TestQueries query) {
    return SpanMatcher.of(query.build()).on(shop).isPossible();
  }

  @Test
  void batch_isPossibleWhenItHasEveryName() {
    assertThat(isPossible(any())).isTrue();
    assertThat(isPossible(any().service("cart").operation("charge"))).isTrue();
    assertThat(isPossible(any().attribute("cart.items", "no such text"))).isTrue();
  }

  @Test
  void batch_isImpossibleWithoutServiceOperationOrKey() {
    assertThat(isPossible(any().service("GET cart"))).isFalse();
    assertThat(isPossible(any().operation("no such name"))).isFalse();
    assertThat(isPossible(any().attribute("no such key", ""))).isFalse();
    assertThat(isPossible(any().attribute("resource.no such key", ""))).isFalse();
    assertThat(isPossible(any().attribute("scope.name", "no such scope"))).isFalse();
    assertThat(isPossible(any().attribute("span.kind", "no such kind"))).isFalse();
  }

  @Test
  void impossibleBatch_hasNoMatch() {
    BatchMatcher matcher = SpanMatcher.of(any().operation("none").build()).on(shop);
    for (int row = 0; row < shop.size(); row++) {
      assertThat(matcher.matches(row)).isFalse();
    }
  }

  @Test
  void matcher_findsTheRow() {
    BatchMatcher matcher =
        SpanMatcher.of(any().service("payment").attribute("error", "true").build()).on(shop);
    for (int row = 0; row < shop.size(); row++) {
      assertThat(matcher.matches(row)).isEqualTo(shop.spans().spanId(row) == 8);
    }
  }
}
