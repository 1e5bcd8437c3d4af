// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;
import io.spoor.model.TraceId;
import org.junit.jupiter.api.Test;

/** Tenants do not see each other, by any call. */
interface IsolationContract extends StorageContract {

  @Test
  default void tenant_seesNothingOfAnother() {
    SpanBatch shop = TestSpans.shop();
    probe().write(shop);

    assertThat(other().get(shop.span(0).traceId())).isEmpty();
    assertThat(other().findIds(TestQueries.any().build())).isEmpty();
    assertThat(other().services()).isEmpty();
    assertThat(other().operations("cart", null)).isEmpty();
    assertThat(other().dependencies(0, -1)).isEmpty();
  }

  @Test
  default void tenant_keepsItsOwnOfEqualIds() {
    TraceId id = new TraceId(0, 1);
    SpanBatch mine = TestSpans.single(1, 1, "mine", "a");
    SpanBatch theirs = TestSpans.single(1, 1, "theirs", "b");
    probe().write(mine);
    other().write(theirs);

    assertThat(probe().spans(id)).containsExactlyElementsOf(StoredSpan.allOf(mine));
    assertThat(other().spans(id)).containsExactlyElementsOf(StoredSpan.allOf(theirs));
    assertThat(probe().services()).containsExactly("mine");
    assertThat(other().services()).containsExactly("theirs");
    assertThat(other().findIds(TestQueries.any().service("mine").build())).isEmpty();
  }

  @Test
  default void tenant_doesNotMakeAnothersSpanACopy() {
    SpanBatch shop = TestSpans.shop();

    assertThat(probe().write(shop)).isZero();
    assertThat(other().write(shop)).isZero();
    assertThat(other().write(shop)).isEqualTo(shop.size());
    assertThat(other().dependencies(0, -1)).isEqualTo(probe().dependencies(0, -1));
  }
}
