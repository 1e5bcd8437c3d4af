// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StringTableTest {

  @Test
  void emptyString_isIndexZeroAsTextAndAsBytes() {
    SpanBatchBuilder builder = new SpanBatchBuilder().reset();

    assertThat(builder.strings().text("")).isZero();
    assertThat(builder.strings().blob(new byte[0], 0, 0)).isZero();
    assertThat(builder.build().strings().find("")).isZero();
  }

  @Test
  void emptyString_isEqualInBatchesWithAndWithoutBody() {
    StringTable with = new SpanBatchBuilder().reset(new byte[] {1, 2, 3}, false).build().strings();
    StringTable without = new SpanBatchBuilder().reset().build().strings();

    assertThat(with.equalTo(0, without, 0)).isTrue();
    assertThat(with.string(0)).isEmpty();
  }
}
