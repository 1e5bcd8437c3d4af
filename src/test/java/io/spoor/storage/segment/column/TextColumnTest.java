// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.StringTable;
import io.spoor.model.StringTableBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class TextColumnTest {
  private static final int[] COUNTS = {0, 1, 2, 16, 17, 100, 1000, 4096};

  private final Random random = TestSeed.random();
  private final DictionaryBuilder dictionary = new DictionaryBuilder();

  @Test
  void returnsFewValues() throws CorruptDataException {
    assertReturned(i -> "GET");
    assertReturned(i -> "");
    assertReturned(i -> i % 3 == 0 ? "" : "POST");
    assertReturned(i -> "code " + random.nextInt(20));
    assertReturned(i -> "code " + random.nextInt(900));
  }

  @Test
  void returnsValuesOfAFewShapes() throws CorruptDataException {
    assertReturned(i -> "order-" + digits(12));
    assertReturned(i -> "https://shop.example/" + (i % 5) + "/orders/" + digits(16) + "/items");
    assertReturned(i -> new UUID(random.nextLong(), random.nextLong()).toString());
    assertReturned(i -> Long.toHexString(random.nextLong()));
    assertReturned(i -> Long.toHexString(random.nextLong()).toUpperCase(Locale.ROOT));
    assertReturned(i -> digits(1 + random.nextInt(45)));
    assertReturned(i -> "0000" + digits(4));
    assertReturned(i -> "ab" + digits(5) + "c" + digits(6) + "f");
    assertReturned(i -> digits(18) + "." + digits(19));
    assertReturned(i -> "9".repeat(18) + digits(1));
    assertReturned(i -> "a" + digits(8) + (i % 9 == 0 ? "b" : "x") + digits(5) + "y");
    assertReturned(i -> "x" + digits(8) + (i % 9 == 0 ? ":" : i % 9 == 1 ? "/" : "0") + digits(8));
    assertReturned(i -> "x" + digits(5) + "xyz/".charAt(i % 4));
  }

  @Test
  void returnsValuesThatLookLikeTemplates() throws CorruptDataException {
    assertReturned(i -> "\u0001\u0004" + digits(4));
    assertReturned(i -> digits(7) + "\u0001");
    assertReturned(i -> digits(7) + "\u0001\u0000\u0001@");
    assertReturned(i -> "01234567-89ab-cdef-0123-" + digits(12) + (i % 2 == 0 ? "0" : ""));
    assertReturned(i -> "01234567-89ab-cdef-0123_" + digits(12));
  }

  @Test
  void returnsValuesThatRepeatWithinThePageOnly() throws CorruptDataException {
    assertReturned(i -> "order-" + (1_000_000_000_000L + i / 20));
    assertReturned(i -> "order-" + (1_000_000_000_000L + i / 2));
  }

  @Test
  void returnsAnyBytes() throws CorruptDataException {
    for (int count : COUNTS) {
      byte[][] values = new byte[count][];
      for (int i = 0; i < count; i++) {
        values[i] = new byte[random.nextInt(i % 100 == 0 ? 3000 : 20)];
        random.nextBytes(values[i]);
      }
      assertReturned(values);
    }
  }

  @Test
  void returnsAVeryLongValue() throws CorruptDataException {
    byte[] noise = new byte[3 << 20];
    random.nextBytes(noise);
    byte[] digits = digits(3 << 20).getBytes(UTF_8);
    assertReturned(new byte[][] {noise, digits, {}, {1}});
    byte[][] many = new byte[40][];
    Arrays.setAll(many, i -> i == 7 ? digits : digits(8).getBytes(UTF_8));
    assertReturned(many);
  }

  @Test
  void returnsValuesWhenTheDictionaryIsFull() throws CorruptDataException {
    byte[] large = new byte[DictionaryBuilder.MAX_STRING_BYTES];
    for (int i = 0; i < DictionaryBuilder.MAX_BYTES / large.length; i++) {
      large[0] = (byte) i;
      dictionary.add(large, 0, large.length, i * 2);
    }
    assertReturned(i -> "GET" + i % 3);
    assertReturned(i -> "order-" + digits(12));
    assertThat(dictionary.size()).isEqualTo(DictionaryBuilder.MAX_BYTES / large.length);
  }

  @Test
  void takesFiveBytesForTwelveDigits() {
    byte[][] values = values(4096, i -> "order-" + digits(12));
    assertThat(encoded(values).length).isLessThan(4096 * 5 + 20);
  }

  @Test
  void takesSixteenBytesForAUuid() {
    byte[][] values = values(4096, i -> new UUID(random.nextLong(), random.nextLong()).toString());
    assertThat(encoded(values).length).isLessThan(4096 * 16 + 20);
  }

  @Test
  void keepsNearlyUniqueValuesOutOfTheDictionary() {
    encoded(values(4096, i -> "order-" + digits(12)));
    encoded(values(4096, i -> "order-" + (100_000_000_000L + i / 20)));
    assertThat(dictionary.size()).isEqualTo(1);
  }

  @Test
  void packsTheDigitsOfManyShapesInAnyOrder() {
    byte[][] values =
        values(4096, i -> "/" + (char) ('a' + random.nextInt(20)) + i % 4 + "/" + digits(16));
    assertThat(encoded(values).length).isLessThan(4096 * 8);
  }

  @Test
  void tellsTheHashOfEveryValue() {
    byte[][] values = values(4096, i -> i % 2 == 0 ? "a" + i % 40 : "b" + i);
    Set<Integer> told = new HashSet<>();
    int[] calls = {0};
    Column column = new Column(values);
    TextColumn.encode(
        column.sources,
        column.references,
        values.length,
        dictionary,
        new ByteOutput(),
        (source, string) -> {
          int hash = source.batch().strings().hash(string);
          told.add(hash);
          calls[0]++;
        });
    assertThat(told).isEqualTo(column.hashes());
    assertThat(calls[0]).isEqualTo(told.size());
  }

  @Test
  void reportsDamageOnly() {
    List<byte[][]> pages = new ArrayList<>();
    pages.add(values(300, i -> "code " + i % 7));
    pages.add(values(300, i -> "order-" + digits(4 + i % 3)));
    pages.add(values(300, i -> "order-" + (1_000_000_000_000L + i / 3)));
    pages.add(values(300, i -> "x" + Long.toString(random.nextLong(), 36)));
    for (byte[][] values : pages) {
      byte[] good = encoded(values);
      Dictionary read = dictionary();
      Damage.each(
          good,
          random,
          source -> {
            TextColumn column = TextColumn.decode(source, 300, read);
            for (int i = 0; i < 300; i++) {
              column.copy(i);
            }
            column.find(values[0], new BitSet());
          });
    }
  }

  private String digits(int count) {
    StringBuilder digits = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }

  private void assertReturned(IntFunction<String> shape) throws CorruptDataException {
    for (int count : COUNTS) {
      assertReturned(values(count, shape));
    }
  }

  private void assertReturned(byte[][] values) throws CorruptDataException {
    ByteInput source = new ByteInput(encoded(values));
    TextColumn column = TextColumn.decode(source, values.length, dictionary());
    assertThat(source.remaining()).isZero();
    assertThat(column.size()).isEqualTo(values.length);
    StringTableBuilder strings = new SpanBatchBuilder().reset().strings();
    KnownStrings known = new KnownStrings();
    for (int i = 0; i < values.length; i++) {
      assertThat(column.copy(i)).isEqualTo(values[i]);
      int text = column.intern(i, true, strings, known);
      int blob = column.intern(i, false, strings, known);
      assertThat(text).isEqualTo(strings.text(values[i], 0, values[i].length));
      assertThat(blob).isEqualTo(strings.blob(values[i], 0, values[i].length));
    }
    assertFound(values, column);
  }

  private void assertFound(byte[][] values, TextColumn column) throws CorruptDataException {
    byte[] page = encoded(values);
    Dictionary strings = dictionary();
    List<byte[]> wanted = new ArrayList<>(List.of(new byte[0], "GET".getBytes(UTF_8)));
    for (int i = 0; i < 5 && values.length > 0; i++) {
      byte[] value = values[random.nextInt(values.length)];
      wanted.add(value);
      wanted.add(Arrays.copyOf(value, value.length + 1));
      wanted.add(Arrays.copyOf(value, value.length / 2));
    }
    for (byte[] one : wanted) {
      BitSet expected = new BitSet();
      for (int i = 0; i < values.length; i++) {
        expected.set(i, Arrays.equals(values[i], one));
      }
      BitSet found = new BitSet();
      column.find(one, found);
      assertThat(found).isEqualTo(expected);
      BitSet foundInPage = new BitSet();
      TextSearch.find(new ByteInput(page), values.length, strings, one, foundInPage);
      assertThat(foundInPage).isEqualTo(expected);
    }
  }

  private static byte[][] values(int count, IntFunction<String> shape) {
    byte[][] values = new byte[count][];
    Arrays.setAll(values, i -> shape.apply(i).getBytes(UTF_8));
    return values;
  }

  private byte[] encoded(byte[][] values) {
    Column column = new Column(values);
    ByteOutput target = new ByteOutput();
    target.putByte(7); // pages follow others
    TextColumn.encode(column.sources, column.references, values.length, dictionary, target);
    byte[] all = target.toArray();
    return Arrays.copyOfRange(all, 1, all.length);
  }

  private Dictionary dictionary() {
    ByteOutput target = new ByteOutput();
    dictionary.encode(target);
    try {
      return Dictionary.decode(new ByteInput(target.toArray()));
    } catch (CorruptDataException e) {
      throw new AssertionError(e);
    }
  }

  /** The values as strings of three batches, some as text, some as bytes. */
  private static final class Column {
    final SourceBatch[] sources = new SourceBatch[3];
    final long[] references;

    Column(byte[][] values) {
      SpanBatchBuilder[] builders = new SpanBatchBuilder[3];
      Arrays.setAll(builders, i -> new SpanBatchBuilder().reset());
      int[] strings = new int[values.length];
      for (int i = 0; i < values.length; i++) {
        StringTableBuilder target = builders[i % 3].strings();
        strings[i] =
            i % 3 == 2 && values.length % 2 == 0
                ? target.blob(values[i], 0, values[i].length)
                : target.text(values[i], 0, values[i].length);
      }
      for (int i = 0; i < sources.length; i++) {
        SpanBatch batch = builders[i].build();
        sources[i] = new SourceBatch(batch);
        sources[i].enter(0, i);
      }
      references = new long[values.length];
      Arrays.setAll(references, i -> sources[i % 3].reference(strings[i]));
    }

    Set<Integer> hashes() {
      Set<Integer> hashes = new HashSet<>();
      for (long reference : references) {
        StringTable table = sources[(int) (reference >>> 32)].strings();
        hashes.add(table.hash((int) reference));
      }
      return hashes;
    }
  }
}
