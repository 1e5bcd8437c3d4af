// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.Operation;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.SpanKind;
import org.junit.jupiter.api.Test;

/** Services and operations. */
interface CatalogueContract extends StorageContract {

  @Test
  default void services_areNoneInAnEmptyStore() {
    assertThat(probe().services()).isEmpty();
    assertThat(probe().operations("s", null)).isEmpty();
  }

  @Test
  default void services_areSortedAndDistinct() {
    probe().write(TestSpans.shop(1, TestSpans.START));
    probe().write(TestSpans.shop(2, TestSpans.START));
    probe().write(TestSpans.single(3, 1, "Zoo", "op"));
    probe().write(TestSpans.single(4, 1, "ärger", "op"));

    assertThat(probe().services())
        .containsExactly("Zoo", "cart", "checkout", "frontend", "mail", "payment", "ärger");
  }

  @Test
  default void services_leaveOutTheEmptyName() {
    probe().write(TestSpans.batch().resourceWithoutName().span(1, 1, "op").build());
    probe().write(TestSpans.single(2, 1, "", "op"));

    assertThat(probe().services()).isEmpty();
  }

  @Test
  default void services_needASpan() {
    SpanBatch batch =
        TestSpans.batch()
            .resource("unused")
            .scope("x", "")
            .resource("used")
            .span(1, 1, "a")
            .build();
    probe().write(batch);
    assertThat(probe().services()).containsExactly("used");
  }

  @Test
  default void operations_areSortedByNameThenKind() {
    probe()
        .write(
            TestSpans.batch()
                .resource("s")
                .span(1, 1, "b")
                .kind(SpanKind.CLIENT)
                .span(1, 2, "b")
                .kind(SpanKind.SERVER)
                .span(1, 3, "a")
                .kind(SpanKind.CONSUMER)
                .span(2, 4, "b")
                .kind(SpanKind.SERVER)
                .span(2, 5, "")
                .resource("t")
                .span(2, 6, "c")
                .build());

    assertThat(probe().operations("s", null))
        .containsExactly(
            new Operation("", SpanKind.UNSPECIFIED),
            new Operation("a", SpanKind.CONSUMER),
            new Operation("b", SpanKind.SERVER),
            new Operation("b", SpanKind.CLIENT));
    assertThat(probe().operations("s", SpanKind.SERVER))
        .containsExactly(new Operation("b", SpanKind.SERVER));
    assertThat(probe().operations("s", SpanKind.PRODUCER)).isEmpty();
    assertThat(probe().operations("t", null))
        .containsExactly(new Operation("c", SpanKind.UNSPECIFIED));
    assertThat(probe().operations("unknown", null)).isEmpty();
  }

  @Test
  default void operations_countUnknownKindsAsUnspecified() {
    SpanBatchBuilder builder = new SpanBatchBuilder().reset();
    int key = builder.strings().text("service.name");
    builder
        .resourceAttributes()
        .add(key, io.spoor.model.AttributeType.STRING, builder.strings().text("s"));
    int scope = builder.endScope(builder.endResource(0, 0), 0, 0, 0, 0);
    builder.span().traceId(0, 1);
    builder.span().spanId(1);
    builder.span().kind(77);
    builder.span().statusCode(-5);
    builder.endSpan(scope);
    SpanBatch batch = builder.build();

    probe().write(batch);

    assertThat(probe().operations("s", SpanKind.UNSPECIFIED))
        .containsExactly(new Operation("", SpanKind.UNSPECIFIED));
    assertThat(probe().findIds(TestQueries.any().attribute("span.kind", "unspecified").build()))
        .hasSize(1);
    assertThat(probe().findIds(TestQueries.any().attribute("span.status", "unset").build()))
        .hasSize(1);
    assertThat(probe().spans(batch.span(0).traceId()))
        .containsExactlyElementsOf(StoredSpan.allOf(batch));
  }
}
