// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.Attributes;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanView;
import io.spoor.model.Trace;
import io.spoor.model.TraceId;
import org.junit.jupiter.api.Test;

class RemoveEmptySpanLinksTest {
  private static final TraceId NONE = new TraceId(0, 0);
  private static final TraceId OTHER = new TraceId(0, 7);

  private final Adjuster adjuster = new RemoveEmptySpanLinks();

  @Test
  void linkWithoutTraceId_isRemovedWithAWarningEach() {
    SpanBatch batch =
        TestSpans.batch()
            .resource("s")
            .span(9, 9, "of another trace")
            .link(NONE, 1)
            .span(1, 1, "a")
            .link(NONE, 1, "which", "first")
            .link(OTHER, 2, "which", "second")
            .link(NONE, 3)
            .span(1, 2, "b")
            .link(OTHER, 4, "which", "third")
            .build();
    Trace stored = Trace.of(new TraceId(0, 1), new SpanBatch[] {batch, batch}, new int[] {1, 2});

    Trace adjusted = adjuster.adjust(stored);

    SpanView first = adjusted.view(0);
    assertThat(first.name()).isEqualTo("a");
    assertThat(first.linkEnd() - first.linkStart()).isEqualTo(1);
    assertThat(first.batch().links().spanId(first.linkStart())).isEqualTo(2);
    assertThat(linkAttribute(first)).isEqualTo("second");
    assertThat(linkAttribute(adjusted.view(1))).isEqualTo("third");
    assertThat(adjusted.warnings(0))
        .containsExactly("Invalid span link removed", "Invalid span link removed");
    assertThat(adjusted.warnings(1)).isEmpty();
    assertThat(batch.links().size()).as("stored links").isEqualTo(5);
  }

  @Test
  void linkWithoutSpanId_stays() {
    Trace stored = TestTraces.of(TestSpans.batch().resource("s").span(1, 1, "a").link(OTHER, 0));

    assertThat(adjuster.adjust(stored)).isSameAs(stored);
  }

  private static String linkAttribute(SpanView span) {
    return Attributes.of(span.batch(), span.batch().links().attributes(), span.linkStart()).text(0);
  }
}
