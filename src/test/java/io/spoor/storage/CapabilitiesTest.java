// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.codec.filter.FilterReader;
import io.spoor.model.AttributeLevel;
import jaeger.expression.v1.ExpressionOuterClass.Call;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {

  @Test
  void full_namesEveryLevelAndEveryOperatorThatIsRead() {
    Capabilities full = Capabilities.full(true);

    assertThat(full.filterLevels()).containsExactlyInAnyOrder(AttributeLevel.values());
    assertThat(full.filterOperators()).hasSize(14);
    for (String operator : full.filterOperators()) {
      assertThat(refusal(operator)).as(operator).contains("argument").doesNotContain("unknown");
    }
    assertThat(refusal("phrase")).contains("not supported");
  }

  /** What is wrong with a call without arguments. */
  private static String refusal(String operator) {
    try {
      FilterReader.read(Call.newBuilder().setOp(operator).build());
      return "";
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
