// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.codec.Allowance;
import io.spoor.codec.otlp.OtlpProtoDecoder;
import io.spoor.codec.otlp.OtlpProtoEncoder;
import io.spoor.codec.otlp.ProtoView;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DetachedBatchTest {

  @Test
  void equalsItsOriginalAndHashesTheSame() {
    Random random = TestSeed.random();
    for (int i = 0; i < 100; i++) {
      SpanBatch batch = decoded(TestSpans.random(random, 1 + random.nextInt(300)));
      assertDetached(batch, batch.detached());
      int[] rows = random.ints(1 + random.nextInt(40), 0, batch.size()).toArray();
      assertDetached(batch.select(rows), batch.select(rows).detached());
    }
  }

  private static void assertDetached(SpanBatch batch, SpanBatch detached) {
    assertThat(ProtoView.of(detached)).isEqualTo(ProtoView.of(batch));
    assertThat(detached.wire()).isNull();
    assertThat(detached.strings().body()).isEmpty();
    assertThat(detached.bytes()).isLessThan(batch.bytes());
    for (int row = 0; row < batch.size(); row++) {
      assertThat(SpanIdentity.contentHash(detached, row))
          .isEqualTo(SpanIdentity.contentHash(batch, row));
      assertThat(SpanIdentity.same(batch, row, detached, row)).isTrue();
      assertThat(detached.span(row).serviceName()).isEqualTo(batch.span(row).serviceName());
    }
  }

  @Test
  void keepsStringIndicesWhereMostStringsAreUsed() {
    SpanBatch batch = decoded(TestSpans.random(TestSeed.random(), 1000));
    SpanBatch detached = batch.detached();
    assertThat(detached.spans()).isSameAs(batch.spans());
    for (int i = 0; i < batch.strings().size(); i++) {
      assertThat(detached.strings().string(i)).isEqualTo(batch.strings().string(i));
      assertThat(detached.strings().hash(i)).isEqualTo(batch.strings().hash(i));
    }
  }

  @Test
  void oneSpanOfManyDoesNotKeepTheStringsOfTheOthers() {
    TestSpans spans = TestSpans.batch();
    for (int i = 0; i < 2_000; i++) {
      spans.resource("service " + i).scope("scope " + i, "1").span(1, i + 1, "name " + i);
      spans.attribute("key " + i, "value ".repeat(100) + i);
    }
    SpanBatch batch = decoded(spans.build());
    SpanBatch one = batch.select(new int[] {1_234});

    SpanBatch detached = one.detached();

    assertDetached(one, detached);
    assertThat(one.bytes()).isGreaterThan(1_000_000);
    assertThat(detached.bytes()).isLessThan(2_500);
    assertThat(detached.resources().size()).isEqualTo(1);
    assertThat(detached.scopes().size()).isEqualTo(1);
    assertThat(detached.strings().find("service 1234")).isPositive();
    assertThat(detached.strings().find("service 1235")).isEqualTo(-1);
  }

  private static SpanBatch decoded(SpanBatch batch) {
    byte[] body = OtlpProtoEncoder.encode(batch);
    return new OtlpProtoDecoder().decode(body, Allowance.UNLIMITED).batch();
  }
}
