// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import io.spoor.model.ByteHash;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DictionaryTest {
  private final DictionaryBuilder builder = new DictionaryBuilder();

  @Test
  void numbersStringsInTheOrderInWhichTheyCameFirst() throws CorruptDataException {
    for (int i = 0; i < 50_000; i++) {
      assertThat(add("string " + i)).isEqualTo(i);
    }
    for (int i = 0; i < 50_000; i++) {
      assertThat(add("string " + i)).isEqualTo(i);
    }
    assertThat(builder.size()).isEqualTo(50_000);

    Dictionary read = decoded();
    assertThat(read.size()).isEqualTo(50_000);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = ("string " + i).getBytes(UTF_8);
      assertThat(read.find(bytes)).isEqualTo(i);
      assertThat(read.copy(i)).isEqualTo(bytes);
    }
    assertThat(read.find("string 50000".getBytes(UTF_8))).isEqualTo(-1);
    assertThat(read.bytes()).isGreaterThan(builder.bytes());
  }

  @Test
  void hasNoStringsAtFirst() throws CorruptDataException {
    Dictionary read = decoded();
    assertThat(read.size()).isZero();
    assertThat(read.find(new byte[0])).isEqualTo(-1);
  }

  @Test
  void keepsTheEmptyString() throws CorruptDataException {
    add("");
    add("a");
    Dictionary read = decoded();
    assertThat(read.find(new byte[0])).isZero();
    assertThat(read.length(0)).isZero();
    assertThat(read.find("a".getBytes(UTF_8))).isEqualTo(1);
  }

  @Test
  void refusesStringsThatFitNoMoreButKnowsThoseThatItHas() {
    byte[] large = new byte[DictionaryBuilder.MAX_STRING_BYTES];
    int room = DictionaryBuilder.MAX_BYTES / large.length;
    for (int i = 0; i < room; i++) {
      large[0] = (byte) i;
      assertThat(add(large)).isEqualTo(i);
    }
    assertThat(add("x")).isEqualTo(-1);
    large[0] = 0;
    assertThat(add(large)).isZero();
    assertThat(add(new byte[DictionaryBuilder.MAX_STRING_BYTES + 1])).isEqualTo(-1);
  }

  @Test
  void staysFastAndSoundWhenHashesCollide() throws CorruptDataException {
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = ("s" + i).getBytes(UTF_8);
      int id = builder.add(bytes, 0, bytes.length, i < 50_000 ? 8 : i * 64);
      if (id < 0) {
        refused++;
      } else {
        assertThat(builder.add(bytes, 0, bytes.length, i < 50_000 ? 8 : i * 64)).isEqualTo(id);
      }
    }
    assertThat(refused).isBetween(40_000, 99_000);
    assertThat(decoded().size()).isEqualTo(100_000 - refused);
  }

  @Test
  void reportsDamageOnly() {
    Random random = TestSeed.random();
    for (int i = 0; i < 200; i++) {
      add("string " + random.nextInt(1000));
    }
    ByteOutput target = new ByteOutput();
    builder.encode(target);
    Damage.each(target.toArray(), random, Dictionary::decode);
  }

  private int add(String text) {
    return add(text.getBytes(UTF_8));
  }

  private int add(byte[] bytes) {
    return builder.add(bytes, 0, bytes.length, ByteHash.of(bytes, 0, bytes.length));
  }

  private Dictionary decoded() throws CorruptDataException {
    ByteOutput target = new ByteOutput();
    builder.encode(target);
    ByteInput source = new ByteInput(target.toArray());
    Dictionary read = Dictionary.decode(source);
    assertThat(source.remaining()).isZero();
    return read;
  }
}
