// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalsTest {
  private final Random random = TestSeed.random();

  @Test
  void readsNumbersOfEveryLength() {
    for (int digits = 1; digits <= 18; digits++) {
      for (int i = 0; i < 1_000; i++) {
        StringBuilder text = new StringBuilder("x");
        for (int digit = 0; digit < digits; digit++) {
          text.append(random.nextInt(10));
        }
        byte[] bytes = text.toString().getBytes(ISO_8859_1);
        assertThat(Decimals.parse(bytes, 1, digits)).isEqualTo(Long.parseLong(text.substring(1)));
      }
    }
  }

  @Test
  void refusesEveryOtherByteAtEveryPlace() {
    for (int place = 0; place < 18; place++) {
      for (int other = 0; other < 256; other++) {
        byte[] bytes = "987654321012345678".getBytes(ISO_8859_1);
        bytes[place] = (byte) other;
        boolean digit = other >= '0' && other <= '9';
        assertThat(Decimals.parse(bytes, 0, 18) >= 0).isEqualTo(digit);
      }
    }
  }
}
