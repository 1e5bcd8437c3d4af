// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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

  @Test
  void everyStringHasOneIndex_asInAMap() {
    Random random = TestSeed.random();
    for (int round = 0; round < 20; round++) {
      byte[] body = new byte[2_000];
      random.nextBytes(body);
      SpanBatchBuilder builder = new SpanBatchBuilder().reset(body, false);
      Map<String, Integer> expected = new HashMap<>();
      for (int i = 0; i < 5_000; i++) {
        int offset = random.nextInt(body.length - 12);
        int length = 1 + random.nextInt(random.nextBoolean() ? 2 : 12);
        boolean isText = random.nextBoolean();
        int index = add(builder.strings(), random, isText, body, offset, length);
        String key = isText + Arrays.toString(Arrays.copyOfRange(body, offset, offset + length));
        assertThat(expected.computeIfAbsent(key, absent -> index)).isEqualTo(index);
      }
      StringTable table = builder.build().strings();
      assertThat(expected.values()).doesNotHaveDuplicates();
      expected.forEach(
          (key, index) -> assertThat(key).endsWith(Arrays.toString(table.copy(index))));
    }
  }

  private static int add(
      StringTableBuilder strings, Random random, boolean isText, byte[] body, int at, int length) {
    byte[] copy = Arrays.copyOfRange(body, at, at + length);
    if (isText) {
      return random.nextBoolean() ? strings.text(at, length) : strings.text(copy, 0, length);
    }
    return random.nextBoolean() ? strings.blob(at, length) : strings.blob(copy, 0, length);
  }

  @Test
  void find_findsTextAlone() {
    SpanBatchBuilder builder = new SpanBatchBuilder().reset();
    builder.strings().blob("blob".getBytes(StandardCharsets.UTF_8), 0, 4);
    int text = builder.strings().text("text");
    StringTable table = builder.build().strings();

    assertThat(table.find("text")).isEqualTo(text);
    assertThat(table.find("blob")).isEqualTo(-1);
    assertThat(table.find("none")).isEqualTo(-1);
  }

  /** Flipping these bits in a pair of words leaves the hash as it is: two to the n strings. */
  @Test
  void stringsOfOneHash_areStillToldApart() {
    int pairs = 12;
    StringTableBuilder strings = new SpanBatchBuilder().reset().strings();
    Set<Integer> indices = new HashSet<>();
    Set<Integer> hashes = new HashSet<>();
    for (int twice = 0; twice < 2; twice++) {
      for (int variant = 0; variant < 1 << pairs; variant++) {
        byte[] string = colliding(variant, pairs);
        indices.add(strings.blob(string, 0, string.length));
        hashes.add(ByteHash.of(string, 0, string.length));
      }
    }
    assertThat(hashes).hasSize(1);
    assertThat(indices).hasSize(1 << pairs);
    assertThat(strings.text("service.name")).isEqualTo(1); // the others are found as before
  }

  private static byte[] colliding(int variant, int pairs) {
    byte[] string = new byte[16 * pairs];
    for (int pair = 0; pair < pairs; pair++) {
      if ((variant >> pair & 1) != 0) {
        string[16 * pair + 7] = (byte) 0x80;
        string[16 * pair + 15] = (byte) 0x80;
        string[16 * pair + 11] = (byte) 0x80;
      }
    }
    return string;
  }

  @Test
  void hasInvalidText_tellsOfTextThatIsNotUtf8() {
    byte[] invalid = {(byte) 0xc3, 'x'};
    SpanBatchBuilder builder = new SpanBatchBuilder().reset();
    builder.strings().blob(invalid, 0, 2);
    builder.strings().text("é");
    assertThat(builder.build().strings().hasInvalidText()).isFalse();

    int index = builder.strings().text(invalid, 0, 2);
    StringTable table = builder.build().strings();
    assertThat(table.hasInvalidText()).isTrue();
    assertThat(table.isUtf8(index)).isFalse();
    assertThat(table.string(index)).isEqualTo("\ufffdx");
  }
}
