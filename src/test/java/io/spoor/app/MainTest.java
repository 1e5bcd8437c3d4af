// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {

  @Test
  void version_isDevelopmentOutsideTheJar() {
    assertThat(Main.version()).isEqualTo("development");
  }
}
