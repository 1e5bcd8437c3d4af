// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteHashTest {
  private static final int STRINGS = 10_000;

  /** 10,000 of 2^32 make 0.01 pairs by chance; of 2^16 places, 9,290 are hit. */
  @ParameterizedTest
  @ValueSource(strings = {"%d", "string %d", "order-%012d", "https://shop.example/orders/%016d"})
  void stringsThatDifferInTheirEndHaveHashesOfTheirOwn(String format) {
    Set<Integer> hashes = new HashSet<>();
    Set<Integer> low = new HashSet<>();
    Set<Integer> high = new HashSet<>();
    for (int i = 0; i < STRINGS; i++) {
      byte[] bytes = String.format(format, i).getBytes(UTF_8);
      int hash = ByteHash.of(bytes, 0, bytes.length);
      hashes.add(hash);
      low.add(hash & 0xffff);
      high.add(hash >>> 16);
    }
    assertThat(hashes).hasSizeGreaterThan(STRINGS - 5);
    assertThat(low).hasSizeGreaterThan(9_000);
    assertThat(high).hasSizeGreaterThan(9_000);
  }
}
