// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.SpanIdentity;
import io.spoor.model.Tenant;
import org.junit.jupiter.api.Test;

class StoredTraceTest {
  private static final int SPANS = 100_000;

  private final StoredTrace trace = new StoredTrace(new TenantTraces(Tenant.DEFAULT), 0, 1);

  /** Spans that differ only in what no hash covers. */
  private static SpanBatch alike() {
    SpanBatchBuilder builder = new SpanBatchBuilder().reset();
    int scope = builder.endScope(builder.endResource(0, 0), 0, 0, 0, 0);
    for (int span = 0; span < SPANS; span++) {
      builder.span().traceId(0, 1);
      builder.span().spanId(1);
      builder.event().end(1, 0, span);
      builder.endSpan(scope);
    }
    return builder.build();
  }

  @Test
  void spansOfEqualHash_areAllKeptWithoutComparingEachToEach() {
    SpanBatch spans = alike();
    assertThat(SpanIdentity.contentHash(spans, 0)).isEqualTo(SpanIdentity.contentHash(spans, 1));
    StoredBatch batch = new StoredBatch(spans);

    for (int row = 0; row < SPANS; row++) {
      assertThat(trace.add(batch, row)).isTrue();
    }

    assertThat(trace.size()).isEqualTo(SPANS);
    assertThat(trace.add(batch, 0)).isFalse();
    assertThat(trace.add(batch, 63)).isFalse();
  }
}
